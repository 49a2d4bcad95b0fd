package generate

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// mediaComponent is the volume uploaded files live on.
var mediaComponent = Component{Name: "media", Publish: publishMedia, Objects: mediaObjects}

const (
	mediaName   = "media"
	mediaVolume = "media"
)

func (st *Stack) hasMediaVolume() bool {
	return st.Spec.Media != nil && st.Spec.Media.Volume != nil
}

func publishMedia(st *Stack) {
	if st.hasMediaVolume() && st.Spec.Media.Volume.AccessMode == spec.ReadWriteOnce {
		st.OneNodeVolumes = append(st.OneNodeVolumes, mediaVolume)
	}
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

// addMedia says where uploads go.
func (e *environment) addMedia(m *spec.Media) {
	if m == nil {
		return
	}
	e.config["MEDIA_URL"] = m.URL
	if m.Volume != nil {
		e.config["MEDIA_ROOT"] = m.Root
	}
}
