package stack

import (
	"path"
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
		volumes = append(volumes, secretFilesVolume(secretVolume(name), name))
	}
	return volumes
}

// secretFilesVolume is a volume with the files of a Secret, which the group of the pod can read.
func secretFilesVolume(volume, secret string) corev1.Volume {
	return corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{
		Secret: &corev1.SecretVolumeSource{SecretName: secret, DefaultMode: new(int32(0o440))},
	}}
}

// SecretDirectories mount keys of Secrets, by the Secrets' names, as files that follow the
// Secrets' changes: each in a directory of its Secret's name.
func SecretDirectories(directory string, keys map[string][]string) []corev1.VolumeMount {
	var mounts []corev1.VolumeMount
	for _, name := range sorted.Keys(keys) {
		mounts = append(mounts, corev1.VolumeMount{
			Name: keysVolume(name), MountPath: path.Join(directory, name), ReadOnly: true,
		})
	}
	return mounts
}

// SecretDirectoryVolumes returns the volumes that [SecretDirectories] mount.
func SecretDirectoryVolumes(keys map[string][]string) []corev1.Volume {
	var volumes []corev1.Volume
	for _, name := range sorted.Keys(keys) {
		volume := secretFilesVolume(keysVolume(name), name)
		for _, key := range keys[name] {
			volume.Secret.Items = append(volume.Secret.Items, corev1.KeyToPath{Key: key, Path: key})
		}
		volumes = append(volumes, volume)
	}
	return volumes
}

// keysVolume names the volume with some keys of a Secret.
func keysVolume(secret string) string { return volumeName("keys-", secret) }

// secretVolume names the volume of a Secret in the letters a volume may have. A name
// with dots ends in its hash: with dashes for them it may be another Secret's.
func secretVolume(secret string) string { return volumeName("secret-", secret) }

func volumeName(prefix, secret string) string {
	name := prefix + strings.ReplaceAll(secret, ".", "-")
	if strings.Contains(secret, ".") {
		name += "-" + hashOf(secret)
	}
	return shorten(name, bounds.Label)
}
