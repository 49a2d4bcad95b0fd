package django

import (
	"fmt"
	"path"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// projectMounts are the mounts every process of the stack's image has, whatever it
// is for: the project's files, those of Secrets, its writable paths and its uploads. A
// migration that did not find the uploads would record itself as done without them.
func projectMounts(st *stack.Stack, secretFiles map[string]spec.SecretKey) []corev1.VolumeMount {
	var mounts []corev1.VolumeMount
	dj := st.Spec.Django
	keys := dj.FileKeys()
	for _, p := range sorted.Keys(keys) {
		mounts = append(mounts, corev1.VolumeMount{Name: "files", MountPath: p, SubPath: keys[p], ReadOnly: true})
	}
	mounts = append(mounts, stack.SecretMounts(secretFiles)...)
	for i, w := range dj.WritablePaths {
		mounts = append(mounts, corev1.VolumeMount{Name: writableVolume(i), MountPath: path.Clean(w.Path)})
	}
	if dj.SharedMemory != nil {
		mounts = append(mounts, corev1.VolumeMount{Name: stack.SharedMemory, MountPath: spec.SharedMemoryPath})
	}
	if HasMediaVolume(st) {
		mounts = append(mounts, corev1.VolumeMount{Name: MediaVolume, MountPath: st.Spec.Media.Root})
	}
	return mounts
}

// projectVolumes are the volumes behind [projectMounts], and the release's launcher.
func projectVolumes(st *stack.Stack) []corev1.Volume {
	const others = 5 // at most, with the one at /tmp that all pods get
	dj, secret := st.Spec.Django, stack.SecretVolumes(EnvironmentOf(st).secretFiles)
	volumes := make([]corev1.Volume, 0, others+len(secret)+len(dj.WritablePaths))
	for _, file := range dj.Files {
		if file.SecretKey == nil {
			volumes = append(volumes, stack.ConfigMapVolume("files", st.ObjectName("files")))
			break
		}
	}
	volumes = append(volumes, secret...)
	for i, w := range dj.WritablePaths {
		volumes = append(volumes, stack.EmptyDir(writableVolume(i), w.Size))
	}
	if dj.SharedMemory != nil {
		volumes = append(volumes, stack.InMemory(stack.SharedMemory, dj.SharedMemory))
	}
	if HasMediaVolume(st) {
		volumes = append(volumes, uploads(st))
	}
	if launches(st) {
		volumes = append(volumes, stack.ConfigMapVolume(launcherVolume, st.ObjectName("launcher")))
	}
	return volumes
}

func writableVolume(i int) string { return fmt.Sprintf("writable-%d", i) }
