package generate_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// allThatRuns is a stack in which all runs that can.
const allThatRuns = everyProcess + `
proxy: {}
django: {writablePaths: [{path: /app/cache, seed: true}], env: {MARK: django}, secretEnv: {SECRET_MARK: {}},
  envFrom: {secrets: [{name: all}], configMaps: [{name: all, optional: true}]}}
caches: {default: {}, pages: {engine: memcached}}
services: {front: {image: "registry.example/acme/front:3.2", command: [node, server.js], ports: {http: {port: 3000}}}}
`

// podField is what a field of PodOptions does: set gives it a value that follows from a mark,
// and made is what of that value a pod and the object that makes it have.
type podField struct {
	name string
	set  func(o *spec.PodOptions, mark int)
	made func(made madePod) any
	want func(mark int) any
}

type madePod struct {
	object stack.Object
	pod    *corev1.PodTemplateSpec
}

func (m madePod) main() corev1.Container { return m.pod.Spec.Containers[0] }

// variable is a variable of all containers that run the component's image as the component
// has told them: it is of the first, and of all that read the project's environment.
func (m madePod) variable(name string) corev1.EnvVar {
	var found corev1.EnvVar
	for _, c := range slices.Concat(m.pod.Spec.Containers[:1], m.pod.Spec.InitContainers, m.pod.Spec.Containers[1:]) {
		i := slices.IndexFunc(c.Env, func(v corev1.EnvVar) bool { return v.Name == name })
		switch told := c.Name == m.main().Name || len(c.EnvFrom) > 0; {
		case !told && i >= 0:
			return corev1.EnvVar{Value: c.Name + " is told"}
		case told && i < 0:
			return corev1.EnvVar{Value: c.Name + " is not told"}
		case told && found.Name != "" && !reflect.DeepEqual(found, c.Env[i]):
			return corev1.EnvVar{Value: c.Name + " is told something else"}
		case told:
			found = c.Env[i]
		}
	}
	return found
}

// imports says what is wrong with what containers import: the first of a server that is not
// the project's what its section says, those of the project what all of them do as well, and
// their own environment last.
func (m madePod) imports() string {
	mark := m.pod.Annotations["mark"]
	for _, c := range slices.Concat(m.pod.Spec.InitContainers, m.pod.Spec.Containers) {
		var all []string
		for _, from := range c.EnvFrom {
			switch {
			case from.SecretRef != nil:
				all = append(all, from.Prefix+from.SecretRef.Name)
			case from.ConfigMapRef.Optional != nil:
				all = append(all, "optional "+from.ConfigMapRef.Name)
			default:
				all = append(all, "own")
			}
		}
		var want []string
		switch {
		case slices.Contains(all, "own"):
			want = []string{"optional all", "optional " + mark, "all", "A_" + mark, "own"}
		case c.Name == m.main().Name:
			want = []string{"optional " + mark, "A_" + mark}
		}
		if !slices.Equal(all, want) {
			return fmt.Sprintf("%s imports %v, want %v", c.Name, all, want)
		}
	}
	return ""
}

func marked(mark int) string { return fmt.Sprintf("mark-%d", mark) }

var podFields = []podField{
	{
		"Env", func(o *spec.PodOptions, mark int) { o.Env = map[string]string{"MARK": marked(mark) + "$(HOME)"} },
		func(m madePod) any { return m.variable("MARK") },
		func(mark int) any { return corev1.EnvVar{Name: "MARK", Value: marked(mark) + "$$(HOME)"} },
	},
	{
		"SecretEnv", func(o *spec.PodOptions, mark int) {
			o.SecretEnv = map[string]spec.SecretKey{"SECRET_MARK": {Key: marked(mark)}}
		},
		func(m madePod) any { return m.variable("SECRET_MARK").ValueFrom.SecretKeyRef },
		func(mark int) any {
			return &corev1.SecretKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: "shop-secrets"}, Key: marked(mark)}
		},
	},
	{
		"Labels", func(o *spec.PodOptions, mark int) {
			o.Labels = map[string]string{"mark": marked(mark), "team": "own", stack.LabelComponent: "none"}
		},
		func(m madePod) any {
			return m.pod.Labels["mark"] + m.pod.Labels["team"] + fmt.Sprint(m.pod.Labels[stack.LabelComponent] == "none")
		},
		func(mark int) any { return marked(mark) + "own" + "false" },
	},
	{
		"Annotations", func(o *spec.PodOptions, mark int) {
			o.Annotations = map[string]string{"mark": marked(mark), "owner": "own"}
		},
		func(m madePod) any { return m.pod.Annotations["mark"] + m.pod.Annotations["owner"] },
		func(mark int) any { return marked(mark) + "own" },
	},
	{
		"WorkloadLabels", func(o *spec.PodOptions, mark int) {
			o.WorkloadLabels = map[string]string{"workload": marked(mark), stack.LabelName: "none"}
		},
		func(m madePod) any {
			labels := []map[string]string{m.object.GetLabels(), m.pod.Labels}
			if cron, ok := m.object.(*batchv1.CronJob); ok && !maps.Equal(cron.Labels, cron.Spec.JobTemplate.Labels) {
				return "its Jobs have others"
			}
			return fmt.Sprint(labels[0]["workload"], labels[1]["workload"], labels[0][stack.LabelName])
		},
		func(mark int) any { return fmt.Sprint(marked(mark), "", "shop") },
	},
	{
		"WorkloadAnnotations", func(o *spec.PodOptions, mark int) {
			o.WorkloadAnnotations = map[string]string{"workload": marked(mark)}
		},
		func(m madePod) any {
			return fmt.Sprint(m.object.GetAnnotations()["workload"], m.pod.Annotations["workload"])
		},
		func(mark int) any { return fmt.Sprint(marked(mark), "") },
	},
	{
		"EnvFrom", func(o *spec.PodOptions, mark int) {
			o.EnvFrom.Secrets = []spec.EnvSource{{Name: marked(mark), Prefix: "A_"}}
			o.EnvFrom.ConfigMaps = []spec.EnvSource{{Name: marked(mark), Optional: true}}
		},
		func(m madePod) any { return m.imports() },
		func(int) any { return "" },
	},
	{
		"Args", func(o *spec.PodOptions, mark int) { o.Args = []string{"--mark", marked(mark) + "$(HOME)"} },
		func(m madePod) any {
			words := slices.Concat(m.main().Command, m.main().Args)
			if script := words[len(words)-1]; strings.Contains(script, "release[") {
				return strings.Contains(script, `"--mark"`) == (m.main().Name == "migrate")
			}
			return strings.Join(words[len(words)-2:], " ") == "--mark "+m.pod.Annotations["mark"]+"$$(HOME)" &&
				!slices.Contains(words[:len(words)-2], "--mark")
		},
		func(int) any { return true },
	},
	{
		"HostAliases", func(o *spec.PodOptions, mark int) {
			o.HostAliases = map[string][]string{"10.0.0.2": {"b"}, "10.0.0.1": {marked(mark), "a"}}
		},
		func(m madePod) any { return m.pod.Spec.HostAliases },
		func(mark int) any {
			return []corev1.HostAlias{{IP: "10.0.0.1", Hostnames: []string{marked(mark), "a"}}, {IP: "10.0.0.2", Hostnames: []string{"b"}}}
		},
	},
	{
		"Volumes", func(o *spec.PodOptions, mark int) {
			o.Volumes = map[string]spec.Volume{
				"marked": {Secret: &spec.VolumeFiles{Name: marked(mark), Items: map[string]string{"a": "b"}}, Path: "/marked", SubPath: "b", ReadOnly: new(true)},
				"shared": {Claim: marked(mark)},
			}
		},
		func(m madePod) any {
			i := slices.IndexFunc(m.pod.Spec.Volumes, func(v corev1.Volume) bool { return v.Name == "volume-marked" })
			j := slices.IndexFunc(m.pod.Spec.Volumes, func(v corev1.Volume) bool { return v.Name == "volume-shared" })
			mounted := slices.ContainsFunc(m.main().VolumeMounts, func(v corev1.VolumeMount) bool {
				return reflect.DeepEqual(v, corev1.VolumeMount{Name: "volume-marked", MountPath: "/marked", SubPath: "b", ReadOnly: true})
			})
			return fmt.Sprint(m.pod.Spec.Volumes[i].Secret.SecretName, m.pod.Spec.Volumes[i].Secret.Items,
				m.pod.Spec.Volumes[j].PersistentVolumeClaim.ClaimName, mounted)
		},
		func(mark int) any {
			return fmt.Sprint(marked(mark), []corev1.KeyToPath{{Key: "a", Path: "b"}}, marked(mark), true)
		},
	},
	{
		"Sidecars", func(o *spec.PodOptions, mark int) {
			o.Sidecars = map[string]spec.Sidecar{"tail": {Container: spec.Container{
				Image: "registry.example/tail:1", Args: []string{marked(mark) + "$(HOME)"}, User: 7, WritableRoot: new(true),
				Env: map[string]string{"OF_TAIL": "a"}, Ports: map[string]spec.ContainerPort{"tail": {Port: 7001}},
				Mounts: map[string]spec.Mount{"/tail": {Volume: "shared"}},
			}}}
		},
		func(m madePod) any {
			c := m.pod.Spec.InitContainers[0]
			return fmt.Sprint(c.Name, c.Args, *c.RestartPolicy, *c.SecurityContext.RunAsUser, *c.SecurityContext.ReadOnlyRootFilesystem,
				*c.SecurityContext.AllowPrivilegeEscalation, c.Env, len(c.EnvFrom), c.Ports[0].ContainerPort, c.VolumeMounts[0].Name)
		},
		func(mark int) any {
			return fmt.Sprint("tail", []string{marked(mark) + "$$(HOME)"}, "Always", 7, false, false,
				[]corev1.EnvVar{{Name: "OF_TAIL", Value: "a"}}, 0, 7001, "volume-shared")
		},
	},
	{
		"InitContainers", func(o *spec.PodOptions, mark int) {
			o.InitContainers = map[string]spec.Container{"fetch": {Image: "registry.example/fetch:1", Command: []string{marked(mark)}}}
		},
		func(m madePod) any {
			c := m.pod.Spec.InitContainers[1]
			return fmt.Sprint(c.Name, c.Command, c.RestartPolicy == nil, *c.SecurityContext.ReadOnlyRootFilesystem)
		},
		func(mark int) any { return fmt.Sprint("fetch", []string{marked(mark)}, true, true) },
	},
	{
		"Uses", func(o *spec.PodOptions, _ int) { o.Uses = []string{"flower"} },
		func(m madePod) any {
			_, once := m.object.(*batchv1.Job)
			return (m.pod.Labels["uses.djangostack.dev/flower-5555"] == "true") != once
		},
		func(int) any { return true },
	},
	{
		"ServiceAccount", func(o *spec.PodOptions, mark int) { o.ServiceAccount.Name = marked(mark) },
		func(m madePod) any { return m.pod.Spec.ServiceAccountName },
		func(mark int) any { return marked(mark) },
	},
	{
		"GracePeriod", func(o *spec.PodOptions, mark int) {
			o.GracePeriod = spec.NewDuration(time.Duration(100+mark) * time.Second)
		},
		func(m madePod) any { return *m.pod.Spec.TerminationGracePeriodSeconds },
		func(mark int) any { return int64(100 + mark) },
	},
	{
		"Resources", func(o *spec.PodOptions, mark int) {
			o.Resources.Requests.EphemeralStorage = resource.NewQuantity(int64(mark), resource.BinarySI)
		},
		func(m madePod) any { return new(m.main().Resources.Requests).StorageEphemeral().Value() },
		func(mark int) any { return int64(mark) },
	},
	{
		"TmpSize", func(o *spec.PodOptions, mark int) {
			o.TmpSize = resource.NewQuantity(int64(mark)<<30, resource.BinarySI)
		},
		func(m madePod) any { return volumeSize(&m.pod.Spec, "tmp").Value() },
		func(mark int) any { return int64(mark) << 30 },
	},
	{
		"Scheduling", func(o *spec.PodOptions, mark int) {
			o.Scheduling.PriorityClass = marked(mark)
			o.Scheduling.Affinity.PodAntiAffinity.Required = []spec.PodTerm{{TopologyKey: marked(mark)}}
		},
		func(m madePod) any {
			return m.pod.Spec.PriorityClassName + m.pod.Spec.Affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution[0].TopologyKey
		},
		func(mark int) any { return marked(mark) + marked(mark) },
	},
}

// TestEverythingHasPodOptions: whatever runs containers takes from its own section what the
// user says of its pods, each field where it belongs, and nothing of another section.
func TestEverythingHasPodOptions(t *testing.T) {
	if n := reflect.TypeFor[spec.PodOptions]().NumField(); n != len(podFields) {
		t.Fatalf("PodOptions has %d fields, and the table %d", n, len(podFields))
	}
	s := &spec.DjangoStack{Metadata: spec.Metadata{
		Name: "shop", Labels: map[string]string{"team": "all"}, Annotations: map[string]string{"owner": "all"},
	}}
	if err := yaml.UnmarshalStrict([]byte(allThatRuns), &s.Spec); err != nil {
		t.Fatal(err)
	}
	s.Spec.Image = spec.Image{Repository: "registry.example/acme/shop", Tag: "1.4.2"}
	s.SetDefaults("prod")
	marks := map[int]string{}
	eachPodOptions(reflect.ValueOf(&s.Spec).Elem(), "spec", func(path string, o *spec.PodOptions) {
		for _, f := range podFields {
			f.set(o, len(marks)+1)
		}
		marks[len(marks)+1] = path
	})
	s.SetDefaults("prod") // completes the references
	st := stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"})
	for _, w := range st.Workloads {
		if w.Options == nil {
			t.Errorf("%s runs containers, and its section embeds no PodOptions, or it does not hand them over", w.Component)
		}
	}
	seen := map[string][]string{}
	for _, o := range stacktest.Build(st) {
		template := stack.PodTemplateOf(o)
		if template == nil {
			continue
		}
		made, mark := madePod{o, template}, 0
		if _, err := fmt.Sscanf(template.Annotations["mark"], "mark-%d", &mark); err != nil {
			t.Errorf("%s has no options", o.GetName())
			continue
		}
		seen[marks[mark]] = append(seen[marks[mark]], o.GetName())
		for _, f := range podFields {
			if f.name == "Resources" && strings.HasSuffix(o.GetName(), "static-upload") {
				continue // those of static
			}
			if got, want := f.made(made), f.want(mark); !reflect.DeepEqual(got, want) {
				t.Errorf("%s of %s: %s is %v, want %v", f.name, marks[mark], o.GetName(), got, want)
			}
		}
	}
	want := map[string][]string{
		"spec.Web": {"shop-web"}, "spec.Celery.Workers[default]": {"shop-worker"}, "spec.Celery.Beat": {"shop-beat"},
		"spec.Celery.Flower": {"shop-flower"}, "spec.Processes[bot]": {"shop-process-bot"}, "spec.Services[front]": {"shop-service-front"},
		"spec.Cron[tidy]": {"shop-cron-tidy"}, "spec.Migrate": {"shop-release", "shop-static-upload"},
		"spec.Databases[default]": {"shop-database"}, "spec.Broker": {"shop-broker"},
		"spec.Caches[default]": {"shop-cache"}, "spec.Caches[pages]": {"shop-cache-pages"},
	}
	for _, path := range sorted.Keys(want) {
		if slices.Sort(seen[path]); !slices.Equal(seen[path], want[path]) {
			t.Errorf("%s reaches %v, want %v", path, seen[path], want[path])
		}
	}
	if len(seen) != len(want) || len(marks) != len(want) {
		t.Errorf("%d sections of %d have options, want %d", len(seen), len(marks), len(want))
	}
}

// eachPodOptions visits the PodOptions of all structs that embed them.
func eachPodOptions(v reflect.Value, path string, visit func(path string, o *spec.PodOptions)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachPodOptions(v.Elem(), path, visit)
		}
	case reflect.Struct:
		if o, ok := reflect.TypeAssert[*spec.PodOptions](v.Addr()); ok {
			visit(strings.TrimSuffix(strings.TrimSuffix(path, ".PodOptions"), ".DjangoPodOptions"), o)
			return
		}
		for f, value := range v.Fields() {
			if value.CanSet() {
				eachPodOptions(value, path+"."+f.Name, visit)
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			entry := reflect.New(v.Type().Elem()).Elem()
			entry.Set(v.MapIndex(key))
			eachPodOptions(entry, path+"["+key.String()+"]", visit)
			v.SetMapIndex(key, entry)
		}
	default: // a scalar or a list, in which nothing runs
	}
}
