package generate

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/confighash"
	"github.com/djangostack/djangostack/pkg/spec"
)

// releaseComponent is the Job that prepares the database before a release's code
// serves: it waits for the database, migrates it and creates the first account, one
// container after the other.
//
// The Job's name ends in the hash of what it runs, so a new image is a new Job
// and the same image none. Pods of the release wait in an init container until
// nothing is left to apply. Neither waits for the other's readiness, so there is no
// order of applying in which they deadlock.
var releaseComponent = Component{Name: releaseName, Publish: publishRelease, Objects: releaseObjects}

const (
	releaseName = "release"
	migrateName = "migrate"

	// Names of the locks that keep two releases from migrating, and from uploading static
	// files, at once.
	migrationLock = "migrate"
	uploadLock    = "static-upload"

	launcherVolume = "release-launcher"
	launcherPath   = spec.OwnPath + "/release"

	wantedVolume = "wanted"
	wantedPath   = spec.OwnPath + "/wanted"
	// wantedVariable and the component in capitals are the key under which the
	// release's ConfigMap names the Job that is wanted.
	wantedVariable = "DJANGOSTACK_JOB_"
)

//go:embed templates/release.py
var releaseScript string

// prepares reports whether there is something for the release's Job to do.
func (st *Stack) prepares() bool { return *st.Spec.Migrate.Enabled || st.Spec.Superuser != nil }

func publishRelease(st *Stack) {
	if !st.prepares() {
		return
	}
	w := st.projectWorkload(releaseName, 1)
	w.Once = true
	st.Publish(w)
}

func releaseObjects(st *Stack) []Object {
	var objects []Object
	if st.launches() {
		objects = append(objects, &corev1.ConfigMap{
			ObjectMeta: st.NamedMeta(releaseName, st.ObjectName("launcher")),
			Data:       map[string]string{launcherFile: releaseScript},
		})
	}
	if jobs := st.releaseJobs(); len(jobs) > 0 {
		objects = append(objects, st.wanted(jobs))
	}
	if !st.prepares() {
		return objects
	}
	steps := st.releaseSteps()
	last := len(steps) - 1
	p := st.projectPod(releaseName)
	p.Init, p.Containers = append(p.Init, steps[:last]...), steps[last:]
	p.Tmp = st.Spec.Migrate.TmpSize
	return append(objects, st.releaseJob(p))
}

// launches reports whether any pod runs the launcher.
func (st *Stack) launches() bool {
	return st.prepares() || *st.Spec.Migrate.Check.Enabled || len(st.releaseJobs()) > 0
}

// releaseSteps are the containers of the release's Job in their order.
func (st *Stack) releaseSteps() []corev1.Container {
	steps := st.gate()
	if *st.Spec.Migrate.Enabled {
		steps = []corev1.Container{st.waitForDatabase(), st.migration()}
	}
	if u := st.Spec.Superuser; u != nil {
		steps = append(steps, st.superuser(u))
	}
	return steps
}

// migration is the step that migrates.
func (st *Stack) migration() corev1.Container {
	m := st.Spec.Migrate
	return st.container(process{
		name:      migrateName,
		command:   st.onceWanted(releaseName, m.Command, migrationLock),
		env:       ownJob(),
		mounts:    []corev1.VolumeMount{launcherMount(), wantedMount()},
		resources: m.Resources,
	})
}

// onceWanted runs a command as a step of component's Job: not before the release's
// ConfigMap names that Job, and not beside another that holds the lock of this name. A
// stack that does not migrate has said nothing about locks, and takes none.
func (st *Stack) onceWanted(component string, command []string, lock string) []string {
	args := []any{command, wantedKey(component)}
	if m := st.Spec.Migrate; *m.Enabled && *m.Lock {
		args = append(args, lock)
	}
	return passSignals(st.launch("run", args...))
}

// releaseJobs are the components that run once a release.
func (st *Stack) releaseJobs() []string {
	var jobs []string
	if st.prepares() {
		jobs = append(jobs, releaseName)
	}
	if st.Spec.Static.Mode == spec.StaticBucket {
		jobs = append(jobs, staticName)
	}
	return jobs
}

func wantedKey(component string) string { return wantedVariable + spec.EnvName(component) }

// wanted is what the release's Jobs read when they start, and what no name's hash
// covers: which of them are wanted, so that one that was given up does nothing when
// its image arrives at last; and the environment, most of which is none of their
// business, so that a changed host does not run them again. [Stack.Finish] puts the
// Jobs' names in place.
func (st *Stack) wanted(jobs []string) Object {
	data := map[string]string{}
	if u := st.Spec.Superuser; u != nil {
		data[superuserEmail] = u.Email
	}
	data = union(data, environmentOf(st).config)
	for _, component := range jobs {
		_, parts := st.parted(component)
		data = union(data, parts)
		data[wantedKey(component)] = st.NameOf("Job", component)
	}
	meta := st.Meta(releaseName)
	meta.Annotations = union(meta.Annotations, map[string]string{AnnotationFixedName: "true"})
	return &corev1.ConfigMap{ObjectMeta: meta, Data: data}
}

// inRelease has the containers of a Job of the release read the environment from the
// release's ConfigMap.
func (st *Stack) inRelease(p Pod) {
	vars, _ := st.parted(p.Component)
	for _, list := range [][]corev1.Container{p.Init, p.Containers} {
		for i := range list {
			if c := &list[i]; len(c.EnvFrom) > 0 {
				c.EnvFrom = st.envFrom(st.ObjectName(releaseName))
				c.Env = append(copiedVars(vars), c.Env[len(environmentOf(st).vars):]...)
			}
		}
	}
}

// ownJob tells a pod the Job and the namespace it is of.
func ownJob() []corev1.EnvVar {
	return []corev1.EnvVar{
		fieldVar("DJANGOSTACK_JOB", "metadata.labels['batch.kubernetes.io/job-name']"),
		fieldVar("DJANGOSTACK_NAMESPACE", "metadata.namespace"),
	}
}

func fieldVar(name, path string) corev1.EnvVar {
	return corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{
		FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: path},
	}}
}

func launcherMount() corev1.VolumeMount {
	return corev1.VolumeMount{Name: launcherVolume, MountPath: launcherPath, ReadOnly: true}
}

func wantedMount() corev1.VolumeMount {
	return corev1.VolumeMount{Name: wantedVolume, MountPath: wantedPath, ReadOnly: true}
}

// addWanted puts the release's ConfigMap into a Job's pod, as the kubelet keeps it, and
// marks the pod with a hash of that part of the environment that makes a difference to
// what the Job does: another part is another Job.
func (st *Stack) addWanted(t *corev1.PodTemplateSpec, component string) {
	wanted := configVolume(wantedVolume, st.ObjectName(releaseName))
	key := wantedKey(component)
	wanted.ConfigMap.Items = []corev1.KeyToPath{{Key: key, Path: key}}
	t.Spec.Volumes = append(t.Spec.Volumes, wanted)
	relevant := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: component}, Data: st.relevantConfig(component)}
	t.Annotations = union(t.Annotations, map[string]string{AnnotationEnvironmentHash: confighash.Suffix(relevant)})
}
