package stack

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// SecretMounts mount files of Secrets, [SecretVolumes] are what is behind them.
func SecretMounts(files map[string]spec.SecretKey) []corev1.VolumeMount {
	var mounts []corev1.VolumeMount
	for _, p := range sorted.Keys(files) {
		mounts = append(mounts, corev1.VolumeMount{
			Name: secretVolume(files[p].Secret), MountPath: p, SubPath: files[p].Key, ReadOnly: true,
		})
	}
	return mounts
}

// SecretVolumes returns the volumes that [SecretMounts] mount.
func SecretVolumes(files map[string]spec.SecretKey) []corev1.Volume {
	var names []string
	for _, ref := range files {
		names = append(names, ref.Secret)
	}
	slices.Sort(names)
	var volumes []corev1.Volume
	for _, name := range slices.Compact(names) {
		volumes = append(volumes, corev1.Volume{Name: secretVolume(name), VolumeSource: corev1.VolumeSource{
			Secret: &corev1.SecretVolumeSource{SecretName: name, DefaultMode: new(int32(0o440))},
		}})
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
