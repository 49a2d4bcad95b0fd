package generate

import (
	"fmt"
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// projectMounts are the mounts every process of the stack's image has, whatever it
// is for: the project's files, its writable paths and its uploads. A migration that
// did not find the uploads would record itself as done without them.
func (st *Stack) projectMounts() []corev1.VolumeMount {
	var mounts []corev1.VolumeMount
	dj := st.Spec.Django
	for _, p := range sorted.Keys(dj.Files) {
		file := dj.Files[p]
		volume, key := "files", fileKey(p)
		if file.SecretKey != nil {
			volume, key = secretVolume(file.SecretKey.Secret), file.SecretKey.Key
		}
		mounts = append(mounts, corev1.VolumeMount{Name: volume, MountPath: p, SubPath: key, ReadOnly: true})
	}
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

// projectVolumes are the volumes behind [Stack.projectMounts].
func (st *Stack) projectVolumes() []corev1.Volume {
	var volumes []corev1.Volume
	dj := st.Spec.Django
	plain, secrets := false, map[string]bool{}
	for _, file := range dj.Files {
		if file.SecretKey == nil {
			plain = true
		} else {
			secrets[file.SecretKey.Secret] = true
		}
	}
	if plain {
		volumes = append(volumes, configVolume("files", st.ObjectName("files")))
	}
	for _, name := range sorted.Keys(secrets) {
		volumes = append(volumes, corev1.Volume{Name: secretVolume(name), VolumeSource: corev1.VolumeSource{
			Secret: &corev1.SecretVolumeSource{SecretName: name, DefaultMode: new(int32(0o440))},
		}})
	}
	for i, w := range dj.WritablePaths {
		volumes = append(volumes, emptyDir(writableVolume(i), w.Size))
	}
	if dj.SharedMemory != nil {
		volumes = append(volumes, inMemory(sharedMemory, dj.SharedMemory))
	}
	if st.hasMediaVolume() {
		volumes = append(volumes, st.mediaVolume())
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
	return shorten(name, longestName)
}

func writableVolume(i int) string { return fmt.Sprintf("writable-%d", i) }
