package policy

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// openings adds what a NetworkPolicy opens beyond its namespace.
func (i *inventory) openings(o *object, p *networkingv1.NetworkPolicySpec) {
	for _, r := range p.Ingress {
		i.peers(o, r.From, fromCIDR, fromNamespace)
	}
	for _, r := range p.Egress {
		if len(r.To) > 0 || !isDNS(r.Ports) {
			i.peers(o, r.To, toCIDR, toNamespace)
		}
	}
}

// peers adds the other ends of a rule. Where it names none, they are all.
func (i *inventory) peers(o *object, peers []networkingv1.NetworkPolicyPeer, cidr, namespace *rule) {
	if len(peers) == 0 {
		i.add(cidr, o, "0.0.0.0/0")
		i.add(cidr, o, "::/0")
		i.add(namespace, o, every)
	}
	for _, p := range peers {
		if p.IPBlock != nil {
			i.add(cidr, o, p.IPBlock.CIDR)
		}
		if p.NamespaceSelector == nil {
			continue
		}
		for _, name := range namespaceNames(p.NamespaceSelector) {
			if name != o.namespace {
				i.add(namespace, o, name)
			}
		}
	}
}

// namespaceNames are the names that a selector of namespaces names, or every one.
func namespaceNames(s *metav1.LabelSelector) []string {
	if name, ok := s.MatchLabels[corev1.LabelMetadataName]; ok {
		return []string{name}
	}
	for _, e := range s.MatchExpressions {
		if e.Key == corev1.LabelMetadataName && e.Operator == metav1.LabelSelectorOpIn {
			return e.Values
		}
	}
	return []string{every}
}

// isDNS reports whether ports are those at which names are looked up, and no others.
func isDNS(ports []networkingv1.NetworkPolicyPort) bool {
	return len(ports) > 0 && !slices.ContainsFunc(ports, func(p networkingv1.NetworkPolicyPort) bool {
		return p.Port == nil || p.EndPort != nil || p.Port.IntValue() != 53 && p.Port.IntValue() != 5353
	})
}

// unselected adds a pod that not every direction of has a NetworkPolicy.
func (i *inventory) unselected(o *object, p *pod) {
	for _, direction := range []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress} {
		selects := func(policy networkPolicy) bool {
			return policy.namespace == o.namespace && policy.directions[direction] &&
				policy.selector.Matches(labels.Set(p.labels))
		}
		if !slices.ContainsFunc(i.policies(), selects) {
			i.uses = append(i.uses, use{rule: withoutPolicy, by: o, value: o.String(), written: []string{"false"}})
			return
		}
	}
}

// networkPolicy is which pods a NetworkPolicy is for.
type networkPolicy struct {
	namespace  string
	selector   labels.Selector
	directions map[networkingv1.PolicyType]bool
}

// policies are the NetworkPolicies among the objects.
func (i *inventory) policies() []networkPolicy {
	if i.read {
		return i.networkPolicies
	}
	i.read = true
	for _, o := range i.objects {
		if !o.is("networking.k8s.io", "NetworkPolicy") {
			continue
		}
		var policy networkingv1.NetworkPolicy
		decode(o.tree, &policy)
		selector, err := metav1.LabelSelectorAsSelector(&policy.Spec.PodSelector)
		if err != nil {
			continue // which the API server refuses
		}
		directions := map[networkingv1.PolicyType]bool{}
		for _, d := range policy.Spec.PolicyTypes {
			directions[d] = true
		}
		if len(policy.Spec.PolicyTypes) == 0 {
			directions[networkingv1.PolicyTypeIngress] = true
			directions[networkingv1.PolicyTypeEgress] = len(policy.Spec.Egress) > 0
		}
		i.networkPolicies = append(i.networkPolicies, networkPolicy{o.namespace, selector, directions})
	}
	// Those for all pods first, so that few are asked about each.
	slices.SortStableFunc(i.networkPolicies, func(a, b networkPolicy) int { return cmp.Compare(a.wants(), b.wants()) })
	return i.networkPolicies
}

// wants is how many labels a pod must have.
func (p networkPolicy) wants() int {
	all, _ := p.selector.Requirements()
	return len(all)
}
