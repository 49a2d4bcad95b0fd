package stack

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// addVolumes gives a pod the volumes of the user, and its first container those that have a
// path.
func (st *Stack) addVolumes(p *Pod, o *spec.PodOptions) {
	for _, name := range sorted.Keys(o.Volumes) {
		v := o.Volumes[name]
		p.Volumes = append(p.Volumes, st.volumeOf(name, v))
		if v.Path != "" && len(p.Containers) > 0 {
			main := &p.Containers[0]
			main.VolumeMounts = append(main.VolumeMounts,
				volumeMount(v.Path, spec.Mount{Volume: name, SubPath: v.SubPath, ReadOnly: v.ReadOnly}))
		}
	}
}

// UserVolume returns the name of a volume of the user in a pod, which none of ours has. The claim
// of one that components share has it behind the stack's.
func UserVolume(name string) string { return "volume-" + name }

func volumeMount(path string, m spec.Mount) corev1.VolumeMount {
	return corev1.VolumeMount{
		Name: UserVolume(m.Volume), MountPath: path, SubPath: m.SubPath, ReadOnly: isTrue(m.ReadOnly),
	}
}

func (st *Stack) volumeOf(given string, v spec.Volume) corev1.Volume {
	name := UserVolume(given)
	switch {
	case v.ConfigMap != nil:
		volume := ConfigMapVolume(name, v.ConfigMap.Name)
		volume.ConfigMap.Items, volume.ConfigMap.Optional = itemsOf(v.ConfigMap.Items), orNil(v.ConfigMap.Optional)
		return volume
	case v.Secret != nil:
		volume := secretFilesVolume(name, v.Secret.Name)
		volume.Secret.Items, volume.Secret.Optional = itemsOf(v.Secret.Items), orNil(v.Secret.Optional)
		return volume
	case v.Claim != "":
		return ClaimVolume(name, v.Claim)
	case v.Scratch != nil && isTrue(v.Scratch.Memory):
		return InMemory(name, v.Scratch.Size)
	case v.Scratch != nil:
		return EmptyDir(name, v.Scratch.Size)
	}
	if shared, ok := st.Spec.Volumes[given]; ok {
		return ClaimVolume(name, cmp.Or(shared.Claim, st.ObjectName(name)))
	}
	return ScratchVolume(name) // of a spec that is not complete
}

func itemsOf(given map[string]string) []corev1.KeyToPath {
	var items []corev1.KeyToPath
	for _, key := range sorted.Keys(given) {
		items = append(items, corev1.KeyToPath{Key: key, Path: given[key]})
	}
	return items
}

// addContainers gives a pod the containers of the user: the sidecars, which run as long as the
// pod does, before its own init containers, and then those that run once.
func addContainers(p *Pod, o *spec.PodOptions) {
	var all []corev1.Container
	for _, name := range sorted.Keys(o.Sidecars) {
		all = append(all, sidecarOf(name, o.Sidecars[name]))
	}
	for _, name := range sorted.Keys(o.InitContainers) {
		all = append(all, containerOf(name, o.InitContainers[name]))
	}
	p.Init = append(all, p.Init...)
}

func sidecarOf(name string, given spec.Sidecar) corev1.Container {
	c := containerOf(name, given.Container)
	c.RestartPolicy = new(corev1.ContainerRestartPolicyAlways)
	checks := Probes{}.Custom(given.Probes, HTTPHandler("", given.ProbedPort()))
	c.StartupProbe, c.ReadinessProbe, c.LivenessProbe = checks.Startup, checks.Readiness, checks.Liveness
	return c
}

func containerOf(name string, given spec.Container) corev1.Container {
	c := corev1.Container{
		Name:       name,
		Image:      string(given.Image),
		Command:    LiteralCommand(given.Command),
		Args:       LiteralCommand(given.Args),
		WorkingDir: given.WorkingDir,
		Ports:      ContainerPorts(portsOf(given.Ports)),
		EnvFrom:    imported(given.EnvFrom),
		Env:        userVariables(given.Env, given.SecretEnv),
		Resources:  ResourceRequirements(given.Resources),
	}
	for _, path := range sorted.Keys(given.Mounts) {
		c.VolumeMounts = append(c.VolumeMounts, volumeMount(path, given.Mounts[path]))
	}
	return c
}

// userSecurity is what the user says of the security of a container.
func userSecurity(security *corev1.SecurityContext, o *spec.PodOptions, name string) {
	given := o.InitContainers[name]
	if sidecar, ok := o.Sidecars[name]; ok {
		given = sidecar.Container
	}
	if given.User != 0 {
		security.RunAsUser = new(int64(given.User))
	}
	if isTrue(given.WritableRoot) {
		security.ReadOnlyRootFilesystem = new(false)
	}
}
