package release

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/confighash"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Job is the Job that prepares the database before a release's code
// serves: it waits for the database, migrates it, creates the first account and runs the
// stack's jobs, one container after the other.
//
// The Job's name ends in the hash of what it runs, so a new image is a new Job
// and the same image none. Pods of the release wait in an init container until
// nothing is left to apply. Neither waits for the other's readiness, so there is no
// order of applying in which they deadlock.
var Job = stack.Component{Name: django.ReleaseName, Publish: publishRelease, Objects: releaseObjects}

const (
	migrateName = "migrate"

	// Names of the locks that keep two releases from migrating, and from uploading static
	// files, at once.
	migrationLock = "migrate"
	uploadLock    = "static-upload"

	wantedVolume = "wanted"
	wantedPath   = spec.OwnPath + "/wanted"
)

func publishRelease(st *stack.Stack) error {
	if !st.Spec.HasReleaseJob() {
		return nil
	}
	w := django.Workload(st, django.ReleaseName, 1, jobOptions(st))
	w.Once = true
	st.Publish(w)
	return nil
}

func releaseObjects(st *stack.Stack) ([]stack.Object, error) {
	var objects []stack.Object
	if jobs := releaseJobs(st); len(jobs) > 0 {
		objects = append(objects, wanted(st, jobs))
	}
	if !st.Spec.HasReleaseJob() {
		return objects, nil
	}
	steps := releaseSteps(st)
	last := len(steps) - 1
	p := django.Pod(st, django.ReleaseName)
	p.Init, p.Containers = append(p.Init, steps[:last]...), steps[last:]
	return append(objects, releaseJob(st, p)), nil
}

// releaseSteps are the containers of the release's Job in their order.
func releaseSteps(st *stack.Stack) []corev1.Container {
	steps := django.WaitForMigrations(st)
	if *st.Spec.Migrate.Enabled {
		steps = []corev1.Container{django.WaitForDatabase(st)}
	}
	steps = append(steps, jobSteps(st, true)...)
	if *st.Spec.Migrate.Enabled {
		steps = append(steps, migration(st))
	}
	if u := st.Spec.Superuser; u != nil {
		steps = append(steps, superuser(st, u))
	}
	return append(steps, jobSteps(st, false)...)
}

// jobOptions are those of the pods of all Jobs of the release. The arguments are those of the
// migration alone.
func jobOptions(st *stack.Stack) *spec.DjangoPodOptions {
	o := st.Spec.Migrate.DjangoPodOptions
	o.Args = nil
	return &o
}

// migration is the step that migrates.
func migration(st *stack.Stack) corev1.Container {
	m := st.Spec.Migrate
	return django.Container(st, django.Process{
		Name:      migrateName,
		Command:   onceWanted(st, django.ReleaseName, slices.Concat(m.Command, m.Args), migrationLock),
		Env:       django.JobVars(),
		Mounts:    []corev1.VolumeMount{django.LauncherMount(), wantedMount()},
		Resources: m.Resources,
	})
}

// onceWanted runs a command as a step of component's Job: not before the release's
// ConfigMap names that Job, and not beside another that holds the lock of this name. A
// stack that does not migrate has said nothing about locks, and takes none.
func onceWanted(st *stack.Stack, component string, command []string, lock string) []string {
	args := []any{command, wantedKey(component)}
	if m := st.Spec.Migrate; *m.Enabled && *m.Lock {
		args = append(args, lock)
	}
	return django.PassSignals(django.Launch(st, "run", args...))
}

// releaseJobs are the components that run once a release.
func releaseJobs(st *stack.Stack) []string {
	var jobs []string
	if st.Spec.HasReleaseJob() {
		jobs = append(jobs, django.ReleaseName)
	}
	if st.Spec.Static.Mode == spec.StaticBucket {
		jobs = append(jobs, staticName)
	}
	return jobs
}

func wantedKey(component string) string { return stack.WantedVariable + spec.EnvName(component) }

// wanted is what the release's Jobs read when they start, and what no name's hash
// covers: which of them are wanted, so that one that was given up does nothing when
// its image arrives at last; and the environment, most of which is none of their
// business, so that a changed host does not run them again. [Stack.Finish] puts the
// Jobs' names in place.
func wanted(st *stack.Stack, jobs []string) stack.Object {
	data := map[string]string{}
	if u := st.Spec.Superuser; u != nil {
		data[superuserEmail] = u.Email
	}
	data = stack.Merged(data, django.EnvironmentOf(st).Config)
	for _, component := range jobs {
		_, parts := parted(st, component)
		data = stack.Merged(data, parts)
		data[wantedKey(component)] = st.NameOf("Job", component)
	}
	meta := st.Meta(django.ReleaseName)
	meta.Annotations = stack.Merged(meta.Annotations, map[string]string{stack.AnnotationFixedName: "true"})
	return &corev1.ConfigMap{ObjectMeta: meta, Data: data}
}

// inRelease has the containers of a Job of the release read the environment from the
// release's ConfigMap.
func inRelease(st *stack.Stack, p stack.Pod) {
	vars, _ := parted(st, p.Component)
	for _, list := range [][]corev1.Container{p.Init, p.Containers} {
		for i := range list {
			if c := &list[i]; len(c.EnvFrom) > 0 {
				c.EnvFrom = django.EnvFrom(st.ObjectName(django.ReleaseName))
				c.Env = append(stack.CopyVars(vars), c.Env[len(django.EnvironmentOf(st).Vars):]...)
			}
		}
	}
}

func wantedMount() corev1.VolumeMount {
	return corev1.VolumeMount{Name: wantedVolume, MountPath: wantedPath, ReadOnly: true}
}

// addWanted puts the release's ConfigMap into a Job's pod, as the kubelet keeps it, and
// marks the pod with a hash of that part of the environment that makes a difference to
// what the Job does: another part is another Job.
func addWanted(st *stack.Stack, t *corev1.PodTemplateSpec, component string) {
	wanted := stack.ConfigMapVolume(wantedVolume, st.ObjectName(django.ReleaseName))
	key := wantedKey(component)
	wanted.ConfigMap.Items = []corev1.KeyToPath{{Key: key, Path: key}}
	t.Spec.Volumes = append(t.Spec.Volumes, wanted)
	hash := confighash.Suffix(relevantConfig(st, component), nil)
	t.Annotations = stack.Merged(t.Annotations, map[string]string{stack.AnnotationEnvironmentHash: hash})
}
