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

// container makes p's container.
func (st *Stack) container(p process) corev1.Container {
	c := st.imageContainer(p.name, p.command)
	c.Ports = p.ports
	c.EnvFrom = st.envFrom(st.ObjectName("env"))
	c.Env = append(copiedVars(environmentOf(st).vars), st.unlessGiven(p.env)...)
	c.Resources = resources(p.resources)
	c.VolumeMounts = append(st.projectMounts(), p.mounts...)
	c.StartupProbe, c.ReadinessProbe, c.LivenessProbe = p.probes.startup, p.probes.readiness, p.probes.liveness
	c.Lifecycle = p.lifecycle
	return c
}

// imageContainer runs a command in the stack's image, and is told nothing.
func (st *Stack) imageContainer(name string, command []string) corev1.Container {
	return corev1.Container{
		Name:            name,
		Image:           st.image(),
		ImagePullPolicy: corev1.PullPolicy(st.Spec.Image.PullPolicy),
		Command:         literal(slices.Concat(st.Spec.Django.Entrypoint, command)),
		WorkingDir:      st.Spec.Django.WorkingDir,
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
// that hold it back: those of [Stack.gate], or none.
func (st *Stack) djangoPod(component string, p process, gates ...corev1.Container) Pod {
	pod := st.projectPod(component, st.container(p))
	pod.Init = append(pod.Init, gates...)
	pod.Tmp = p.tmp
	pod.Wait = st.gateTimeout()
	return pod
}

// projectPod is a pod of containers of the stack's image.
func (st *Stack) projectPod(component string, containers ...corev1.Container) Pod {
	return Pod{
		Component:  component,
		User:       int64(st.Spec.Django.User),
		Group:      int64(st.Spec.Django.Group),
		Init:       st.seeding(),
		Containers: containers,
		Volumes:    st.projectVolumes(),
		Grace:      30,
	}
}
