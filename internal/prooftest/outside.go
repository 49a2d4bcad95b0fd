package prooftest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// outside are the rules between pods and what is outside the stack, as its topology and
// its spec ask for them, in the form of [outsideRules].
func (p *proof) outside() map[string]bool {
	want := map[string]bool{}
	st := p.stack
	need := func(direction, component string, o stack.NetworkRule) {
		for _, end := range p.ends(o) {
			want[outsideRule(direction, component, end, cmp.Or(o.Protocol, corev1.ProtocolTCP), o.Port)] = true
		}
	}
	for _, e := range st.Edges {
		if e.To == "" {
			need("out", e.From, e.NetworkRule)
		}
	}
	for _, w := range st.Workloads {
		for _, rule := range w.Ingress {
			need("in", w.Component, rule)
		}
		for _, rule := range st.Spec.Network.Ingress {
			for _, port := range w.AllPorts() {
				if rule.Component == w.Component && (len(rule.Ports) == 0 || slices.Contains(rule.Ports, port.Name)) {
					need("in", w.Component, stack.NetworkRule{
						Port: port.Number, Protocol: port.Protocol, Namespace: rule.Namespace, CIDRs: []string{rule.CIDR},
					})
				}
			}
		}
	}
	names := []int32{53}
	if st.Spec.Platform == spec.PlatformOpenShift {
		names = append(names, 5353)
	}
	for _, port := range names {
		need("out", "", stack.NetworkRule{Port: port})
		need("out", "", stack.NetworkRule{Port: port, Protocol: corev1.ProtocolUDP})
	}
	return want
}

// ends are the addresses and namespaces of a rule: everything where it has none.
func (p *proof) ends(o stack.NetworkRule) []string {
	var all []string
	if o.Namespace != "" {
		all = append(all, "namespace "+o.Namespace)
	}
	if o.NamespaceLabel != "" {
		all = append(all, "namespace with "+o.NamespaceLabel)
	}
	families := p.stack.Spec.Network.IPFamilies
	for _, cidr := range o.CIDRs {
		anywhere := cidr == "0.0.0.0/0"
		if cidr != "" && (!anywhere || slices.Contains(families, spec.IPv4)) {
			all = append(all, cidr)
		}
		if anywhere && slices.Contains(families, spec.IPv6) {
			all = append(all, "::/0")
		}
	}
	if len(all) == 0 {
		return []string{"anything"}
	}
	return all
}

// outsideRules are the rules of a policy whose other end is not a pod of the stack.
func outsideRules(policy *networkingv1.NetworkPolicy) map[string]bool {
	out := map[string]bool{}
	component := policy.Spec.PodSelector.MatchLabels[stack.LabelComponent]
	add := func(direction string, peers []networkingv1.NetworkPolicyPeer, ports []networkingv1.NetworkPolicyPort) {
		ends := peerEnds(peers)
		if len(peers) == 0 {
			ends = []string{"anything"}
		}
		if len(ports) == 0 {
			out[fmt.Sprintf("%s %s %v on every port", direction, component, ends)] = true
		}
		for _, port := range ports {
			for _, end := range ends {
				out[outsideRule(direction, component, end, *port.Protocol, port.Port.IntVal)] = true
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

// peerEnds are those that are no pods of the stack.
func peerEnds(peers []networkingv1.NetworkPolicyPeer) []string {
	var all []string
	for _, peer := range peers {
		switch {
		case peer.IPBlock != nil:
			all = append(all, peer.IPBlock.CIDR)
		case peer.NamespaceSelector != nil:
			all = append(all, namespaceEnd(peer.NamespaceSelector.MatchLabels))
		}
	}
	return all
}

// namespaceEnd is how the namespaces with these labels stand in a rule.
func namespaceEnd(labels map[string]string) string {
	if len(labels) == 0 {
		return "namespace *"
	}
	var all []string
	for _, label := range sorted.Keys(labels) {
		if label == corev1.LabelMetadataName {
			all = append(all, "namespace "+labels[label])
		} else {
			all = append(all, "namespace with "+label+labels[label])
		}
	}
	return strings.Join(all, ", ")
}

func outsideRule(direction, component, end string, protocol corev1.Protocol, port int32) string {
	return fmt.Sprintf("%s %s %s %s %d", direction, component, end, protocol, port)
}
