package django

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Media is the volume uploaded files live on.
var Media = stack.Component{Name: "media", Publish: publishMedia, Objects: mediaObjects}

const (
	mediaName = "media"
	// MediaVolume is the name of that volume in pods.
	MediaVolume = "media"
)

// HasMediaVolume reports whether uploads are on a volume.
func HasMediaVolume(st *stack.Stack) bool {
	return st.Spec.Media != nil && st.Spec.Media.Volume != nil
}

func publishMedia(st *stack.Stack) error {
	if HasMediaVolume(st) && st.Spec.Media.Volume.AccessMode == spec.ReadWriteOnce {
		st.OneNodeVolumes = append(st.OneNodeVolumes, MediaVolume)
	}
	return nil
}

func mediaObjects(st *stack.Stack) ([]stack.Object, error) {
	if !HasMediaVolume(st) || st.Spec.Media.Volume.Claim != "" {
		return nil, nil
	}
	v := st.Spec.Media.Volume
	return []stack.Object{st.Claim(mediaName, v.Storage, corev1.PersistentVolumeAccessMode(v.AccessMode))}, nil
}

func uploads(st *stack.Stack) corev1.Volume {
	name := st.Spec.Media.Volume.Claim
	if name == "" {
		name = st.ObjectName(mediaName)
	}
	return stack.ClaimVolume(MediaVolume, name)
}

// addMedia says where uploads go.
func (e *Environment) addMedia(m *spec.Media) {
	if m == nil {
		return
	}
	e.Config["MEDIA_URL"] = m.URL
	if m.Volume != nil {
		e.Config["MEDIA_ROOT"] = m.Root
	}
}
