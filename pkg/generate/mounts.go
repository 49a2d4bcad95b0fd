package generate

import (
	"fmt"
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// projectMounts are the mounts every process of the stack's image has, whatever it
// is for: the project's files, its writable paths and its uploads. A migration that
// did not find the uploads would record itself as done without them.
func (st *Stack) projectMounts() []corev1.VolumeMount {
	var mounts []corev1.VolumeMount
	dj := st.Spec.Django
	keys := dj.FileKeys()
	for _, p := range sorted.Keys(keys) {
		mounts = append(mounts, corev1.VolumeMount{Name: "files", MountPath: p, SubPath: keys[p], ReadOnly: true})
	}
	mounts = append(mounts, secretMounts(st.secretFiles())...)
	for i, w := range dj.WritablePaths {
		mounts = append(mounts, corev1.VolumeMount{Name: writableVolume(i), MountPath: path.Clean(w.Path)})
	}
	if dj.SharedMemory != nil {
		mounts = append(mounts, corev1.VolumeMount{Name: sharedMemory, MountPath: spec.SharedMemoryPath})
	}
	if st.hasMediaVolume() {
		mounts = append(mounts, corev1.VolumeMount{Name: mediaVolume, MountPath: st.Spec.Media.Root})
	}
	return mounts
}

// projectVolumes are the volumes behind [Stack.projectMounts], and the release's launcher.
func (st *Stack) projectVolumes() []corev1.Volume {
	var volumes []corev1.Volume
	dj := st.Spec.Django
	for _, file := range dj.Files {
		if file.SecretKey == nil {
			volumes = append(volumes, configVolume("files", st.ObjectName("files")))
			break
		}
	}
	volumes = append(volumes, secretVolumes(st.secretFiles())...)
	for i, w := range dj.WritablePaths {
		volumes = append(volumes, emptyDir(writableVolume(i), w.Size))
	}
	if dj.SharedMemory != nil {
		volumes = append(volumes, inMemory(sharedMemory, dj.SharedMemory))
	}
	if st.hasMediaVolume() {
		volumes = append(volumes, st.mediaVolume())
	}
	if st.launches() {
		volumes = append(volumes, configVolume(launcherVolume, st.ObjectName("launcher")))
	}
	return volumes
}

// secretVolume names the volume of a Secret in the letters a volume may have. A name
// with dots ends in its hash: with dashes for them it may be another Secret's.
func secretVolume(secret string) string {
	name := "secret-" + strings.ReplaceAll(secret, ".", "-")
	if strings.Contains(secret, ".") {
		name += "-" + hashOf(secret)
	}
	return shorten(name, bounds.Label)
}

func writableVolume(i int) string { return fmt.Sprintf("writable-%d", i) }
