package generate

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/spec"
)

// process is one container of the stack's own image: what differs between web,
// worker, beat, migration and cron. The environment, files, media volume and
// security are the same for all.
type process struct {
	name      string
	command   []string
	ports     []corev1.ContainerPort
	env       []corev1.EnvVar
	mounts    []corev1.VolumeMount
	resources spec.Resources
	tmp       *resource.Quantity // of the whole pod
	probes    probes
	lifecycle *corev1.Lifecycle
}

// probes are a container's three checks, ready made.
type probes struct{ startup, readiness, liveness *corev1.Probe }

// project is what the containers of the stack's image have in common.
type project struct {
	image   string
	envFrom []corev1.EnvFromSource
	// mounts are those of the project's files, its writable paths and its uploads,
	// volumes what is behind them.
	mounts  []corev1.VolumeMount
	volumes []corev1.Volume
	// retry is how a command is tried again, in front of it.
	retry []string
	// seeding is the init container of all that have seeded paths, waiting that of all
	// that wait for migrations.
	seeding []corev1.Container
	waiting []corev1.Container
}

func (st *Stack) resolveProject() {
	st.project = project{
		image:   st.image(),
		envFrom: st.envFrom(),
		mounts:  st.projectMounts(),
		volumes: st.projectVolumes(),
		retry:   []string{"sh", "-c", st.retryScript(), "retry"},
	}
	st.project.seeding = st.seeding()
	st.project.waiting = st.waiting()
}

// container makes p's container.
func (st *Stack) container(p process) corev1.Container {
	return corev1.Container{
		Name:            p.name,
		Image:           st.project.image,
		ImagePullPolicy: corev1.PullPolicy(st.Spec.Image.PullPolicy),
		Command:         p.command,
		WorkingDir:      st.Spec.Django.WorkingDir,
		Ports:           p.ports,
		EnvFrom:         st.project.envFrom,
		Env:             append(slices.Clip(st.Vars), st.unlessGiven(p.env)...),
		Resources:       resources(p.resources),
		VolumeMounts:    withRoom(1, st.project.mounts, p.mounts),
		StartupProbe:    p.probes.startup,
		ReadinessProbe:  p.probes.readiness,
		LivenessProbe:   p.probes.liveness,
		Lifecycle:       p.lifecycle,
	}
}

// unlessGiven is a process' own environment without what the user sets for all
// processes: that wins, and one name must not stand there twice.
func (st *Stack) unlessGiven(env []corev1.EnvVar) []corev1.EnvVar {
	return slices.DeleteFunc(slices.Clone(env), func(v corev1.EnvVar) bool {
		_, plain := st.Spec.Django.Env[v.Name]
		_, secret := st.Spec.Django.SecretEnv[v.Name]
		return plain || secret
	})
}

// image is the stack's image, by digest where there is one.
func (st *Stack) image() string {
	i := st.Spec.Image
	ref := string(i.Repository)
	if i.Tag != "" {
		ref += ":" + i.Tag
	}
	if i.Digest != "" {
		ref += "@" + i.Digest
	}
	return ref
}

// waiting is the init container that holds a pod back until the database has
// every migration the pod's code knows. It asks Django itself, so that the
// answer means what the code means, and gives up after the migration's own
// time so that the reason shows. Without --plan Django would go on to send
// post_migrate, which writes content types and permissions, from every pod at
// once.
func (st *Stack) waiting() []corev1.Container {
	if !*st.Spec.Migrate.Enabled {
		return nil
	}
	c := st.container(process{
		name:      "wait-for-migrations",
		command:   st.retry(st.manage("migrate", "--check", "--plan")),
		resources: st.Spec.Migrate.Resources,
	})
	c.VolumeMounts = slices.Clip(c.VolumeMounts) // each pod adds to a copy of its own
	return []corev1.Container{c}
}

// manage is a management command.
func (st *Stack) manage(args ...string) []string {
	return slices.Concat(st.Spec.Django.Manage, args)
}

// retry runs a command until it succeeds, for as long as a migration may take.
// What it prints last is in the log. The pauses double up to eight seconds:
// each try loads all of Django, and many pods may wait for one migration. A shell
// that is process 1 obeys SIGTERM only if it says so, and not while it waits for a
// command in the foreground: without both, the pods of a release that is taken
// back would wait out their whole grace period.
func (st *Stack) retry(command []string) []string { return slices.Concat(st.project.retry, command) }

func (st *Stack) retryScript() string {
	return fmt.Sprintf(`trap 'exit 143' TERM
deadline=$(($(date +%%s) + %d))
pause=1
until "$@" & wait "$!"; do
  [ "$(date +%%s)" -lt "$deadline" ] || exit 1
  sleep "$pause" & wait "$!"
  [ "$pause" -ge 8 ] || pause=$((pause * 2))
done
`, st.Spec.Migrate.Timeout.Seconds())
}

// djangoPod is the pod of a process of the stack's image, after the init containers
// that hold it back: those of [Stack.waiting], others, or none.
func (st *Stack) djangoPod(component string, p process, gates ...corev1.Container) Pod {
	return Pod{
		Component:  component,
		User:       int64(st.Spec.Django.User),
		Init:       slices.Concat(st.project.seeding, gates),
		Containers: []corev1.Container{st.container(p)},
		Volumes:    withRoom(2, st.project.volumes), // Celery's launcher, scratch
		Tmp:        p.tmp,
		Grace:      30,
	}
}

// withRoom is a list of its own for what the lists have, and for some more.
func withRoom[T any](more int, lists ...[]T) []T {
	n := more
	for _, list := range lists {
		n += len(list)
	}
	all := make([]T, 0, n)
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
