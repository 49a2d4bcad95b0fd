package volumes

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Shared are the claims of spec.volumes.
var Shared = stack.Component{Name: "volumes", Publish: publish, Objects: objects}

// publish has the pods that mount a volume of one node run on that node.
func publish(st *stack.Stack) error {
	for _, name := range sorted.Keys(st.Spec.Volumes) {
		if st.Spec.Volumes[name].AccessMode == spec.ReadWriteOnce {
			st.OneNodeVolumes = append(st.OneNodeVolumes, stack.UserVolume(name))
		}
	}
	return nil
}

func objects(st *stack.Stack) ([]stack.Object, error) {
	var claims []stack.Object
	for _, name := range sorted.Keys(st.Spec.Volumes) {
		v := st.Spec.Volumes[name]
		if v.Claim != "" {
			continue
		}
		storage := spec.Storage{Size: v.Size, Class: v.Class}
		claims = append(claims,
			st.Claim(stack.UserVolume(name), storage, corev1.PersistentVolumeAccessMode(v.AccessMode)))
	}
	return claims, nil
}
