package generate

import (
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
		envFrom: st.envFrom(st.ObjectName("env")),
		mounts:  st.projectMounts(),
		volumes: st.projectVolumes(),
		retry:   []string{"sh", "-c", st.retryScript(), "retry"},
	}
	st.project.seeding = st.seeding()
	st.project.waiting = st.gate()
	if st.launches() {
		st.project.volumes = append(st.project.volumes, configVolume(launcherVolume, st.ObjectName("launcher")))
	}
}

// container makes p's container.
func (st *Stack) container(p process) corev1.Container {
	return corev1.Container{
		Name:            p.name,
		Image:           st.project.image,
		ImagePullPolicy: corev1.PullPolicy(st.Spec.Image.PullPolicy),
		Command:         literal(slices.Concat(st.Spec.Django.Entrypoint, p.command)),
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

// manage is a management command.
func (st *Stack) manage(args ...string) []string {
	return slices.Concat(st.Spec.Django.Manage, args)
}

// djangoPod is the pod of a process of the stack's image, after the init containers
// that hold it back: those of [Stack.gate], others, or none.
func (st *Stack) djangoPod(component string, p process, gates ...corev1.Container) Pod {
	pod := st.projectPod(component, st.container(p))
	pod.Init = append(pod.Init, gates...)
	pod.Tmp = p.tmp
	return pod
}

// projectPod is a pod of containers of the stack's image.
func (st *Stack) projectPod(component string, containers ...corev1.Container) Pod {
	return Pod{
		Component:  component,
		User:       int64(st.Spec.Django.User),
		Group:      int64(st.Spec.Django.Group),
		Init:       slices.Clone(st.project.seeding),
		Containers: containers,
		Volumes:    withRoom(2, st.project.volumes), // Celery's launcher, scratch
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
