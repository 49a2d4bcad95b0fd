package django

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// Egress returns the ways out every Django process has: the object store's where one
// is used, and the named ones.
func Egress(st *stack.Stack) []stack.NetworkRule {
	return append(bucketOpenings(st), namedOpenings(st)...)
}

// namedOpenings are the ways out that network.egress names.
func namedOpenings(st *stack.Stack) []stack.NetworkRule {
	var ways []stack.NetworkRule
	egress := st.Spec.Network.Egress
	for _, name := range sorted.Keys(egress) {
		for _, port := range egress[name].Ports {
			way := stack.NetworkRule{
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
