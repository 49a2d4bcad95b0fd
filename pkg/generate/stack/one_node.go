package stack

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// labelVolumes is the domain of the labels that say which volumes of one node at a
// time a pod mounts: volumes.djangostack.dev/media.
const labelVolumes = "volumes.djangostack.dev/"

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
	for _, volume := range st.oneNodeVolumes(t.Spec.Volumes) {
		label := map[string]string{labelVolumes + volume: "mounted"}
		t.Labels = Merged(t.Labels, label)
		t.Spec.TopologySpreadConstraints = nil
		if t.Spec.Affinity == nil {
			t.Spec.Affinity = &corev1.Affinity{}
		}
		if t.Spec.Affinity.PodAffinity == nil {
			t.Spec.Affinity.PodAffinity = &corev1.PodAffinity{}
		}
		near := t.Spec.Affinity.PodAffinity
		near.RequiredDuringSchedulingIgnoredDuringExecution = append(near.RequiredDuringSchedulingIgnoredDuringExecution,
			corev1.PodAffinityTerm{
				LabelSelector: &metav1.LabelSelector{MatchLabels: Merged(map[string]string{LabelName: st.Name}, label)},
				TopologyKey:   hostTopology,
			})
	}
}

// oneNodeVolumes are the names of those of a pod's volumes that one node at a time can
// mount.
func (st *Stack) oneNodeVolumes(volumes []corev1.Volume) []string {
	var names []string
	for _, name := range st.OneNodeVolumes {
		if slices.ContainsFunc(volumes, func(v corev1.Volume) bool { return v.Name == name }) {
			names = append(names, name)
		}
	}
	return names
}
