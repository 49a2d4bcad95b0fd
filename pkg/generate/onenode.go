package generate

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// labelVolumes is the domain of the labels that say which volumes of one node at a
// time a pod mounts: volumes.djangostack.dev/media.
const labelVolumes = "volumes.djangostack.dev/"

// mediaOnOneNode reports whether one node at a time can mount the media volume.
func (st *Stack) mediaOnOneNode() bool {
	return st.hasMediaVolume() && st.Spec.Media.Volume.AccessMode == spec.ReadWriteOnce
}

// keepTogether has all pods that mount such a volume run on one node, where any
// number of them can: one elsewhere would wait for ever. They find each other by a
// label of their own. The first of them goes anywhere, since a pod may satisfy its
// own affinity (kubernetes.io, "Inter-pod affinity and anti-affinity"); a new one
// starts beside the old, which serves until then. Pods that have ended hold nothing.
//
// When the node is drained all of them leave, and the first new one chooses the next.
// A disruption budget would keep the last on a node that takes no new one, so there
// is none ([Stack.scalingObjects]).
func (st *Stack) keepTogether(t *corev1.PodTemplateSpec) {
	if !st.mediaOnOneNode() || !mounts(t.Spec, mediaVolume) {
		return
	}
	label := map[string]string{labelVolumes + mediaVolume: "mounted"}
	t.Labels = union(t.Labels, label)
	t.Spec.TopologySpreadConstraints = nil
	t.Spec.Affinity = &corev1.Affinity{PodAffinity: &corev1.PodAffinity{
		RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{{
			LabelSelector: &metav1.LabelSelector{MatchLabels: union(map[string]string{LabelName: st.Name}, label)},
			TopologyKey:   hostTopology,
		}},
	}}
}

// mounts reports whether a pod has a volume of that name.
func mounts(pod corev1.PodSpec, volume string) bool {
	for _, v := range pod.Volumes {
		if v.Name == volume {
			return true
		}
	}
	return false
}
