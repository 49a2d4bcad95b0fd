package generate_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// expand is what Kubernetes makes of text where every variable is known and holds X
// (k8s.io/kubernetes/third_party/forked/golang/expansion).
func expand(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '$' || i+1 == len(text) {
			out.WriteByte(text[i])
			continue
		}
		i++
		end := strings.IndexByte(text[i:], ')')
		switch {
		case text[i] == '$':
			out.WriteByte('$')
		case text[i] == '(' && end > 0:
			out.WriteByte('X')
			i += end
		default:
			out.WriteString("$" + text[i:i+1])
		}
	}
	return out.String()
}

// planted is text that Kubernetes changes wherever it is let.
const planted = "planted-$(HOME)-$$(HOME)-$$$(A$(B))-$x-$$-$(no-end-$"

// plant puts it wherever the spec has words that a process is to see as they are.
func plant(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			plant(v.Elem())
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			entry := reflect.New(v.Type().Elem()).Elem()
			entry.Set(v.MapIndex(key))
			plant(entry)
			v.SetMapIndex(key, entry)
		}
	case reflect.Struct:
		for f, value := range v.Fields() {
			words := []string{"Command", "Manage", "Entrypoint", "Upload", "Queues"}
			switch {
			case slices.Contains(words, f.Name) && value.Kind() == reflect.Slice && value.Len() > 0:
				value.Set(reflect.Append(value, reflect.ValueOf(planted)))
			case (f.Name == "Scheduler" || f.Name == "Username") && value.String() != "":
				value.SetString(planted)
			case f.Name == "Env" && value.Kind() == reflect.Map && value.Len() > 0:
				for _, key := range value.MapKeys() {
					value.SetMapIndex(key, reflect.ValueOf(planted))
				}
			case value.CanSet():
				plant(value)
			}
		}
	default:
	}
}

// TestWordsStandAsTheyAre: whatever the user writes is what the process sees, in
// every command, argument, probe and variable of random stacks.
func TestWordsStandAsTheyAre(t *testing.T) {
	found := map[string]int{}
	for seed := range uint64(worktest.Rounds(60)) {
		s := inOneEnvironment(t, spectest.Random(rand.New(rand.NewPCG(seed, 17))))
		plant(reflect.ValueOf(&s.Spec).Elem())
		s.SetDefaults("prod")
		for _, o := range stacktest.Objects(stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"})) {
			for place, texts := range seenBy(o) {
				for _, text := range texts {
					found[place] += wholly(t, seed, o.GetName()+" "+place, text)
				}
			}
		}
	}
	for _, place := range []string{"command", "probe", "variable", "config"} {
		if found[place] == 0 {
			t.Errorf("nothing was planted in a %s", place)
		}
	}
}

// wholly counts what was planted in text, and complains of what is not as it was.
func wholly(t *testing.T, seed uint64, where, text string) int {
	t.Helper()
	n := strings.Count(text, "planted-")
	if n != strings.Count(text, planted) {
		t.Errorf("seed %d: %s: the process sees %q", seed, where, text)
	}
	return n
}

// seenBy are the texts that the processes of an object see.
func seenBy(o stack.Object) map[string][]string {
	seen := map[string][]string{}
	var pod corev1.PodSpec
	switch o := o.(type) {
	case *appsv1.Deployment:
		pod = o.Spec.Template.Spec
	case *appsv1.StatefulSet:
		pod = o.Spec.Template.Spec
	case *batchv1.Job:
		pod = o.Spec.Template.Spec
	case *batchv1.CronJob:
		pod = o.Spec.JobTemplate.Spec.Template.Spec
	case *corev1.ConfigMap:
		for _, text := range o.Data {
			seen["config"] = append(seen["config"], text)
		}
	}
	for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
		for _, word := range slices.Concat(c.Command, c.Args) {
			seen["command"] = append(seen["command"], expand(word))
		}
		for _, v := range c.Env {
			seen["variable"] = append(seen["variable"], expand(v.Value))
		}
		for _, p := range []*corev1.Probe{c.StartupProbe, c.ReadinessProbe, c.LivenessProbe} {
			if p != nil && p.Exec != nil {
				for _, word := range p.Exec.Command {
					seen["probe"] = append(seen["probe"], expand(word))
				}
			}
		}
	}
	return seen
}

// TestEntrypointOfEveryProcess: one field puts words in front of all that runs the
// stack's image, and an interpreter named by path moves Celery and the server too.
func TestEntrypointOfEveryProcess(t *testing.T) {
	for _, c := range []struct{ reason, django, front string }{
		{"a tool that finds the environment", "entrypoint: [uv, run]", "uv run python /etc/djangostack/"},
		{"a virtual environment off PATH", "manage: [/app/.venv/bin/python, manage.py]", "/app/.venv/bin/python /etc/djangostack/"},
		{
			"both", "entrypoint: [/entrypoint.sh], manage: [/app/.venv/bin/python, manage.py]",
			"/entrypoint.sh /app/.venv/bin/python /etc/djangostack/",
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			st := resolve(t, "django: {settings: shop.settings, "+c.django+`}
image: {repository: shop, tag: "1"}
databases: {default: {}}
superuser: {}
broker: {}
celery: {beat: {}, flower: {}}
proxy: {}
static: {collect: start}
processes: {bot: {manage: [bot]}}
cron: {clear: {schedule: "@daily", manage: [clearsessions]}}
`)
			front, n := strings.Fields(strings.SplitAfter(c.front, "python")[0]), 0
			front = front[:len(front)-1] // of commands in a shell too
			for _, o := range stacktest.Objects(st) {
				for name, line := range commandsOf(o, "shop:1") {
					n++
					launched := name == "web" || name == "worker" || name == "beat" || name == "flower"
					if launched && !strings.HasPrefix(line, c.front) || !strings.HasPrefix(line, strings.Join(front, " ")) {
						t.Errorf("%s runs %s", name, line)
					}
				}
			}
			if n < 12 {
				t.Errorf("only %d commands were looked at", n)
			}
		})
	}
}

// commandsOf are the command lines of the containers of an image, by their names.
func commandsOf(o stack.Object, image string) map[string]string {
	lines := map[string]string{}
	var pod corev1.PodSpec
	switch o := o.(type) {
	case *appsv1.Deployment:
		pod = o.Spec.Template.Spec
	case *batchv1.Job:
		pod = o.Spec.Template.Spec
	case *batchv1.CronJob:
		pod = o.Spec.JobTemplate.Spec.Template.Spec
	}
	for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
		if c.Image == image {
			lines[c.Name] = strings.Join(c.Command, " ")
		}
	}
	return lines
}
