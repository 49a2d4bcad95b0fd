package services

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	dataVolume  = "data"
	filesVolume = "files"
)

func pod(st *stack.Stack, name string, one spec.Service) stack.Pod {
	component := ComponentName(name)
	c := corev1.Container{
		Name:         name,
		Image:        string(one.Image),
		Command:      stack.LiteralCommand(one.Command),
		VolumeMounts: mounts(one),
		Lifecycle:    stack.Drain(one.ShutdownDelay),
	}
	for _, port := range ports(one) {
		c.Ports = append(c.Ports, corev1.ContainerPort{
			Name: port, ContainerPort: int32(one.Ports[port].Port), Protocol: corev1.Protocol(one.Ports[port].Protocol),
		})
	}
	checks := probes(one)
	c.StartupProbe, c.ReadinessProbe, c.LivenessProbe = checks.Startup, checks.Readiness, checks.Liveness
	return stack.Pod{
		Component:    component,
		User:         int64(one.User),
		Group:        int64(one.Group),
		Containers:   []corev1.Container{c},
		Volumes:      volumes(st, component, one),
		WritableRoot: one.WritableRoot,
	}
}

// probes ask the main port. What may have to repair its data first has an hour to start and two
// minutes to recover, as a database has.
func probes(one spec.Service) stack.Probes {
	var all stack.Probes
	port := one.ProbedPort()
	if port != "" {
		all = stack.PortProbes(port)
		if one.Storage != nil {
			open := stack.TCPHandler(port)
			all.Startup, all.Liveness = stack.Check(open, 5, 5, 720), stack.Check(open, 15, 10, 8)
		}
	}
	return all.Custom(one.Probes, stack.HTTPHandler("", port))
}

func mounts(one spec.Service) []corev1.VolumeMount {
	var all []corev1.VolumeMount
	if one.Storage != nil {
		all = append(all, corev1.VolumeMount{Name: dataVolume, MountPath: one.Storage.Path})
	}
	keys := one.FileKeys()
	for _, p := range sorted.Keys(keys) {
		all = append(all, corev1.VolumeMount{Name: filesVolume, MountPath: p, SubPath: keys[p], ReadOnly: true})
	}
	all = append(all, stack.SecretMounts(secretFiles(one))...)
	for i, w := range one.WritablePaths {
		all = append(all, corev1.VolumeMount{Name: writableVolume(i), MountPath: w.Path})
	}
	return all
}

// volumes are those behind the mounts.
func volumes(st *stack.Stack, component string, one spec.Service) []corev1.Volume {
	var all []corev1.Volume
	if one.Storage != nil {
		all = append(all, stack.ClaimVolume(dataVolume, st.ObjectName(component)))
	}
	if len(one.FileKeys()) > 0 {
		all = append(all, stack.ConfigMapVolume(filesVolume, st.ObjectName(component)))
	}
	all = append(all, stack.SecretVolumes(secretFiles(one))...)
	for i, w := range one.WritablePaths {
		all = append(all, stack.EmptyDir(writableVolume(i), w.Size))
	}
	return all
}

func writableVolume(i int) string { return fmt.Sprintf("writable-%d", i) }

// contents are the files whose text stands in the spec, by their keys.
func contents(one spec.Service) map[string]string {
	data := map[string]string{}
	for path, key := range one.FileKeys() {
		data[key] = one.Files[path].Content
	}
	return data
}

// secretFiles are the files that are keys of Secrets.
func secretFiles(one spec.Service) map[string]spec.SecretKey {
	files := map[string]spec.SecretKey{}
	for path, file := range one.Files {
		if file.SecretKey != nil {
			files[path] = *file.SecretKey
		}
	}
	return files
}
