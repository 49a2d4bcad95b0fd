package generate

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
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

// projectEgress are the ways out every Django process has: the named ones, and
// the object store's where one is used.
func (st *Stack) projectEgress() []Opening {
	ways := st.bucketOpenings()
	egress := st.Spec.Network.Egress
	for _, name := range sorted.Keys(egress) {
		for _, port := range egress[name].Ports {
			way := Opening{
				Port: int32(port), Protocol: corev1.Protocol(egress[name].Protocol), Namespace: egress[name].Namespace,
			}
			if way.Namespace == "" {
				way.CIDRs = []string{egress[name].CIDR}
			}
			ways = append(ways, way)
		}
	}
	return ways
}
