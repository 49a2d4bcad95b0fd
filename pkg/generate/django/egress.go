package django

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// Egress returns the rules by which every process of the project may connect to the outside: to
// an object store if it uses one, and to what network.egress names.
func Egress(st *stack.Stack) []stack.NetworkRule {
	return append(bucketEgress(st), namedEgress(st)...)
}

// namedEgress returns the rules of network.egress.
func namedEgress(st *stack.Stack) []stack.NetworkRule {
	var rules []stack.NetworkRule
	egress := st.Spec.Network.Egress
	for _, name := range sorted.Keys(egress) {
		for _, port := range egress[name].Ports {
			rule := stack.NetworkRule{
				Port: int32(port), Protocol: corev1.Protocol(egress[name].Protocol), Namespace: egress[name].Namespace,
			}
			if rule.Namespace == "" {
				rule.CIDRs = []string{egress[name].CIDR}
			}
			rules = append(rules, rule)
		}
	}
	return rules
}
