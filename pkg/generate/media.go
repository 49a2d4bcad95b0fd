package generate

import (
	corev1 "k8s.io/api/core/v1"
)

// mediaComponent is the volume uploaded files live on.
var mediaComponent = Component{Name: "media", Objects: mediaObjects}

const (
	mediaName   = "media"
	mediaVolume = "media"
)

func (st *Stack) hasMediaVolume() bool {
	return st.Spec.Media != nil && st.Spec.Media.Volume != nil
}

func mediaObjects(st *Stack) []Object {
	if !st.hasMediaVolume() || st.Spec.Media.Volume.Claim != "" {
		return nil
	}
	v := st.Spec.Media.Volume
	return []Object{st.claim(mediaName, v.Storage, corev1.PersistentVolumeAccessMode(v.AccessMode))}
}

func (st *Stack) mediaVolume() corev1.Volume {
	name := st.Spec.Media.Volume.Claim
	if name == "" {
		name = st.ObjectName(mediaName)
	}
	return claimVolume(mediaVolume, name)
}

// mediaEnv tells the Django processes where uploads go.
func (st *Stack) mediaEnv() {
	m := st.Spec.Media
	if m == nil {
		return
	}
	st.Config["MEDIA_URL"] = m.URL
	if m.Volume != nil {
		st.Config["MEDIA_ROOT"] = m.Root
	}
}
