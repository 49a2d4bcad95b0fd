package generate

import (
	"path"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// secretFilesPath is where files of Secrets are mounted that the stack itself tells
// the Django processes of.
const secretFilesPath = spec.OwnPath + "/secrets"

// authorityFile is where the certificate of the authority behind a service is.
func authorityFile(kind, alias string) string {
	return path.Join(secretFilesPath, spec.ComponentName(kind, alias), "ca.crt")
}

// secretFiles are the files that come from Secrets, by the path they are mounted at:
// the project's own, authorities' certificates and credentials of object stores.
func (st *Stack) secretFiles() map[string]spec.SecretKey {
	files := st.bucketFiles()
	for alias, db := range st.Spec.Databases {
		if x := db.External; x != nil && x.CA != nil {
			files[authorityFile(databaseName, alias)] = *x.CA
		}
	}
	for alias, c := range st.Spec.Caches {
		if x := c.External; x != nil && x.CA != nil {
			files[authorityFile(cacheName, alias)] = *x.CA
		}
	}
	if ref := st.brokerAuthority(); ref != nil {
		files[authorityFile(brokerName, "default")] = *ref
	}
	for path, file := range st.Spec.Django.Files {
		if file.SecretKey != nil {
			files[path] = *file.SecretKey
		}
	}
	return files
}

func (st *Stack) brokerAuthority() *spec.SecretKey {
	if b := st.Spec.Broker; b != nil && b.External != nil {
		return b.External.CA
	}
	return nil
}

// secretMounts mount files of Secrets, secretVolumes are what is behind them.
func secretMounts(files map[string]spec.SecretKey) []corev1.VolumeMount {
	var mounts []corev1.VolumeMount
	for _, p := range sorted.Keys(files) {
		mounts = append(mounts, corev1.VolumeMount{
			Name: secretVolume(files[p].Secret), MountPath: p, SubPath: files[p].Key, ReadOnly: true,
		})
	}
	return mounts
}

func secretVolumes(files map[string]spec.SecretKey) []corev1.Volume {
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
