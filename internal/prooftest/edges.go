package prooftest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// edges proves that the policies allow each edge of the topology on both of its ends,
// what workloads serve and reach outside the stack, and names to be looked up, and that
// their rules stand for nothing else. A stack without policies allows everything.
func (p *proof) edges() {
	if !*p.stack.Spec.Network.Policies {
		return
	}
	want := p.outside()
	for _, e := range p.stack.Edges {
		if e.To != "" {
			want[podRule("out", e.From, e.To, e.Protocol, e.Port)] = true
			want[podRule("in", e.To, e.From, e.Protocol, e.Port)] = true
		}
	}
	got := map[string]bool{}
	for _, o := range p.objects {
		if policy, ok := o.(*networkingv1.NetworkPolicy); ok {
			maps.Copy(got, p.podRules(policy))
			maps.Copy(got, outsideRules(policy))
		}
	}
	if !maps.Equal(want, got) {
		p.failf("policies allow too much: %v, and not enough: %v", without(got, want), without(want, got))
	}
}

func podRule(direction, own, other string, protocol corev1.Protocol, port int32) string {
	return fmt.Sprintf("%s %s %s %s %d", direction, own, other, cmp.Or(protocol, corev1.ProtocolTCP), port)
}

// without are the keys of one map that the other does not have.
func without(all, others map[string]bool) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(key string) bool { return others[key] })
}

// podRules are the rules between pods of a policy, each with the components its
// selectors pick.
func (p *proof) podRules(policy *networkingv1.NetworkPolicy) map[string]bool {
	out := map[string]bool{}
	own := policy.Spec.PodSelector.MatchLabels[stack.LabelComponent]
	add := func(direction string, peers []networkingv1.NetworkPolicyPeer, ports []networkingv1.NetworkPolicyPort) {
		for _, peer := range peers {
			if peer.PodSelector == nil {
				continue
			}
			for _, matched := range p.matching(peer.PodSelector.MatchLabels) {
				for _, port := range ports {
					other := matched.pod.Labels[stack.LabelComponent]
					out[podRule(direction, own, other, *port.Protocol, port.Port.IntVal)] = true
				}
			}
		}
	}
	for _, rule := range policy.Spec.Ingress {
		add("in", rule.From, rule.Ports)
	}
	for _, rule := range policy.Spec.Egress {
		add("out", rule.To, rule.Ports)
	}
	return out
}
