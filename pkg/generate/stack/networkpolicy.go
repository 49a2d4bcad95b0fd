package stack

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/spec"
)

// AnyNamespace stands for all namespaces at the other end of a rule.
const AnyNamespace = "*"

// networkPolicies deny everything to and from the stack's pods, then allow names to
// be looked up, and each edge of the topology.
func networkPolicies(st *Stack) []Object {
	if policies := st.Spec.Network.Policies; policies == nil || !*policies {
		return nil
	}
	policies := []Object{
		st.stackPolicy("default-deny", networkingv1.NetworkPolicySpec{PolicyTypes: ingressAndEgress()}),
		st.stackPolicy("allow-dns", networkingv1.NetworkPolicySpec{
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeEgress},
			Egress:      []networkingv1.NetworkPolicyEgressRule{{Ports: st.dnsPorts()}},
		}),
	}
	admitted := st.admitted()
	for i := range st.Workloads {
		w := &st.Workloads[i]
		policies = append(policies, st.workloadPolicy(w, admitted[w.Component]))
	}
	return policies
}

// stackPolicy is one for all of the stack's pods.
func (st *Stack) stackPolicy(name string, rules networkingv1.NetworkPolicySpec) Object {
	rules.PodSelector = metav1.LabelSelector{MatchLabels: map[string]string{LabelName: st.Name}}
	return &networkingv1.NetworkPolicy{ObjectMeta: st.NamedMeta("network", st.ObjectName(name)), Spec: rules}
}

func ingressAndEgress() []networkingv1.PolicyType {
	return []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}
}

// workloadPolicy allows what w's edges need, and what the user admits to its ports.
func (st *Stack) workloadPolicy(w *Workload, admitted []spec.NetworkIngress) Object {
	policy := &networkingv1.NetworkPolicy{
		ObjectMeta: st.Meta(w.Component),
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: metav1.LabelSelector{MatchLabels: st.Selector(w.Component)},
			PolicyTypes: ingressAndEgress(),
		},
	}
	for _, port := range w.AllPorts() {
		from := append(st.clients(w.Component, port), st.admittedTo(port.Name, admitted)...)
		if len(from) > 0 {
			policy.Spec.Ingress = append(policy.Spec.Ingress, networkingv1.NetworkPolicyIngressRule{
				From:  from,
				Ports: policyPorts(port.Protocol, port.Number),
			})
		}
	}
	for _, rule := range w.Ingress {
		policy.Spec.Ingress = append(policy.Spec.Ingress, networkingv1.NetworkPolicyIngressRule{
			From:  st.ends(rule),
			Ports: policyPorts(rule.Protocol, rule.Port),
		})
	}
	edges := st.edgesFrom[w.Component]
	policy.Spec.Egress = slices.Grow(policy.Spec.Egress, len(edges))
	for _, edge := range edges {
		policy.Spec.Egress = append(policy.Spec.Egress, networkingv1.NetworkPolicyEgressRule{
			To:    st.servers(edge),
			Ports: policyPorts(edge.Protocol, edge.Port),
		})
	}
	return policy
}

// clients are the stack's own pods that connect to a port of component, by the label
// that says so.
func (st *Stack) clients(component string, port Port) []networkingv1.NetworkPolicyPeer {
	var peers []networkingv1.NetworkPolicyPeer
	labelled := func(e Edge) bool { return e.endsAt(port) && !st.once[e.From] }
	if slices.ContainsFunc(st.edgesTo[component], labelled) {
		peers = append(peers, networkingv1.NetworkPolicyPeer{PodSelector: &metav1.LabelSelector{
			MatchLabels: map[string]string{LabelName: st.Name, labelUses(component, port.Number, port.Protocol): "true"},
		}})
	}
	for _, e := range st.edgesTo[component] {
		if e.endsAt(port) && st.once[e.From] {
			peers = append(peers, st.peer(e.From))
		}
	}
	return peers
}

// servers are the far end of an edge.
func (st *Stack) servers(edge Edge) []networkingv1.NetworkPolicyPeer {
	if edge.To != "" {
		return []networkingv1.NetworkPolicyPeer{st.peer(edge.To)}
	}
	return st.ends(edge.NetworkRule)
}

// peer is a component's pods, in the same namespace.
func (st *Stack) peer(component string) networkingv1.NetworkPolicyPeer {
	return networkingv1.NetworkPolicyPeer{PodSelector: &metav1.LabelSelector{MatchLabels: st.Selector(component)}}
}

// ends returns the pods or addresses outside the stack at the other end of a rule.
func (st *Stack) ends(rule NetworkRule) []networkingv1.NetworkPolicyPeer {
	var peers []networkingv1.NetworkPolicyPeer
	if rule.Namespace != "" {
		peers = append(peers, namespacePeer(rule.Namespace))
	}
	if rule.NamespaceLabel != "" {
		peers = append(peers, networkingv1.NetworkPolicyPeer{NamespaceSelector: &metav1.LabelSelector{
			MatchLabels: map[string]string{rule.NamespaceLabel: ""},
		}})
	}
	for _, cidr := range st.Ranges(rule.CIDRs) {
		peers = append(peers, addressPeer(cidr))
	}
	return peers
}

func namespacePeer(name string) networkingv1.NetworkPolicyPeer {
	selector := &metav1.LabelSelector{}
	if name != AnyNamespace {
		selector.MatchLabels = map[string]string{corev1.LabelMetadataName: name}
	}
	return networkingv1.NetworkPolicyPeer{NamespaceSelector: selector}
}

// blocks is a list of one block of addresses, or of none.
func blocks(cidr string) []string {
	if cidr == "" {
		return nil
	}
	return []string{cidr}
}

func addressPeer(cidr string) networkingv1.NetworkPolicyPeer {
	return networkingv1.NetworkPolicyPeer{IPBlock: &networkingv1.IPBlock{CIDR: cidr}}
}

// dnsPorts let names be looked up, wherever a cluster's DNS is: pods in kube-system,
// the Service's own address that a node-local cache answers at, an address of the
// node, another namespace. A policy that names one of these breaks the others
// (kubernetes.io, "Using NodeLocal DNSCache").
//
// OpenShift's DNS pods listen on 5353, and a policy there sees the port of the pod.
func (st *Stack) dnsPorts() []networkingv1.NetworkPolicyPort {
	numbers := []int32{53}
	if st.Spec.Platform == spec.PlatformOpenShift {
		numbers = append(numbers, 5353)
	}
	var ports []networkingv1.NetworkPolicyPort
	for _, number := range numbers {
		ports = append(ports, policyPorts(corev1.ProtocolUDP, number)...)
		ports = append(ports, policyPorts(corev1.ProtocolTCP, number)...)
	}
	return ports
}

// policyPorts are those of a rule: one, whose protocol is TCP unless given.
func policyPorts(protocol corev1.Protocol, number int32) []networkingv1.NetworkPolicyPort {
	return []networkingv1.NetworkPolicyPort{{
		Protocol: new(tcpUnless(protocol)), Port: new(intstr.FromInt32(number)),
	}}
}
