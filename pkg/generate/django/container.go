package django

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Process is one container of the stack's own image: what differs between web,
// worker, beat, migration and cron. The environment, files, media volume and
// security are the same for all.
type Process struct {
	Name      string
	Command   []string
	Ports     []corev1.ContainerPort
	Env       []corev1.EnvVar
	Mounts    []corev1.VolumeMount
	Resources spec.Resources // unless it is the first of a pod's, which has those of the pod's options
	Probes    stack.Probes
	Lifecycle *corev1.Lifecycle
}

// Container makes p's container.
func Container(st *stack.Stack, p Process) corev1.Container {
	c := imageContainer(st, p.Name, p.Command)
	c.Ports = p.Ports
	c.EnvFrom = EnvFrom(st.ObjectName("env"))
	c.Env = append(stack.CopyVars(EnvironmentOf(st).Vars), unlessGiven(st, p.Env)...)
	c.Resources = stack.ResourceRequirements(p.Resources)
	mounts := EnvironmentOf(st).mounts
	c.VolumeMounts = make([]corev1.VolumeMount, 0, len(mounts)+len(p.Mounts)+1) // with the one at /tmp
	c.VolumeMounts = append(append(c.VolumeMounts, mounts...), p.Mounts...)
	c.StartupProbe, c.ReadinessProbe, c.LivenessProbe = p.Probes.Startup, p.Probes.Readiness, p.Probes.Liveness
	c.Lifecycle = p.Lifecycle
	return c
}

// imageContainer runs a command in the stack's image, and is told nothing.
func imageContainer(st *stack.Stack, name string, command []string) corev1.Container {
	return corev1.Container{
		Name:            name,
		Image:           image(st),
		ImagePullPolicy: corev1.PullPolicy(st.Spec.Image.PullPolicy),
		Command:         stack.LiteralCommand(slices.Concat(st.Spec.Django.Entrypoint, command)),
		WorkingDir:      st.Spec.Django.WorkingDir,
	}
}

// unlessGiven is a process' own environment without what the user sets for all
// processes: that wins, and one name must not stand there twice.
func unlessGiven(st *stack.Stack, env []corev1.EnvVar) []corev1.EnvVar {
	return slices.DeleteFunc(slices.Clone(env), func(v corev1.EnvVar) bool {
		_, plain := st.Spec.Django.Env[v.Name]
		_, secret := st.Spec.Django.SecretEnv[v.Name]
		return plain || secret
	})
}

// image is the stack's image, by digest where there is one.
func image(st *stack.Stack) string {
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

// Manage returns a management command.
func Manage(st *stack.Stack, args ...string) []string {
	return slices.Concat(st.Spec.Django.Manage, args)
}

// ProcessPod returns the pod of a process of the stack's image, after the init containers
// that hold it back: those of [WaitForMigrations], or none.
func ProcessPod(st *stack.Stack, component string, p Process, waits ...corev1.Container) stack.Pod {
	pod := Pod(st, component, Container(st, p))
	pod.Init = append(pod.Init, waits...)
	if len(waits) > 0 {
		pod.Wait = migrationsTimeout(st)
	}
	return pod
}

// Pod returns a pod of containers of the stack's image.
func Pod(st *stack.Stack, component string, containers ...corev1.Container) stack.Pod {
	return stack.Pod{
		Component:  component,
		User:       int64(st.Spec.Django.User),
		Group:      int64(st.Spec.Django.Group),
		Init:       seeding(st),
		Containers: containers,
		Volumes:    projectVolumes(st),
	}
}
