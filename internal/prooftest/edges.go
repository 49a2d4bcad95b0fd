package prooftest

import (
	"fmt"
	"maps"
	"slices"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/pkg/generate"
)

// edges proves that the policies allow each edge of the topology on both of its
// ends, and that pod-to-pod rules stand for nothing but an edge. A stack without
// policies allows everything.
func (p *proof) edges() {
	if !*p.stack.Spec.Network.Policies {
		return
	}
	want := map[string]bool{}
	for _, e := range p.stack.Edges {
		if e.To != "" {
			want[fmt.Sprintf("out %s %s %d", e.From, e.To, e.Port)] = true
			want[fmt.Sprintf("in %s %s %d", e.To, e.From, e.Port)] = true
		}
	}
	got := map[string]bool{}
	for _, o := range p.objects {
		if policy, ok := o.(*networkingv1.NetworkPolicy); ok {
			maps.Copy(got, p.podRules(policy))
		}
	}
	if !maps.Equal(want, got) {
		p.failf("policies allow %v, the topology needs %v",
			slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

// podRules are the rules between pods of a policy, each with the components its
// selectors pick.
func (p *proof) podRules(policy *networkingv1.NetworkPolicy) map[string]bool {
	out := map[string]bool{}
	own := policy.Spec.PodSelector.MatchLabels[generate.LabelComponent]
	add := func(way string, peers []networkingv1.NetworkPolicyPeer, ports []networkingv1.NetworkPolicyPort) {
		for _, peer := range peers {
			if peer.PodSelector == nil {
				continue
			}
			for _, matched := range p.matching(peer.PodSelector.MatchLabels) {
				for _, port := range ports {
					out[fmt.Sprintf("%s %s %s %d", way, own, matched.pod.Labels[generate.LabelComponent], port.Port.IntValue())] = true
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
