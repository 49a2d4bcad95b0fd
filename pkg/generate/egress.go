package generate

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
)

// projectEgress are the ways out every Django process has: the object store's where one
// is used, and the named ones.
func (st *Stack) projectEgress() []Opening { return append(st.bucketOpenings(), st.namedOpenings()...) }

// namedOpenings are the ways out that network.egress names.
func (st *Stack) namedOpenings() []Opening {
	var ways []Opening
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
