package generate

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
)

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
