package generate

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// anyNamespace stands for all namespaces at the end of an opening.
const anyNamespace = "*"

// networkPolicies deny everything to and from the stack's pods, then allow names to
// be looked up, and each edge of the topology.
func networkPolicies(st *Stack) []Object {
	if !*st.Spec.Network.Policies {
		return nil
	}
	policies := []Object{
		st.stackPolicy("default-deny", networkingv1.NetworkPolicySpec{PolicyTypes: bothWays()}),
		st.stackPolicy("allow-dns", networkingv1.NetworkPolicySpec{
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeEgress},
			Egress:      []networkingv1.NetworkPolicyEgressRule{{Ports: st.dnsPorts()}},
		}),
	}
	m := policyMaker{st, policyPorts{}, st.admitted()}
	for _, w := range st.Workloads {
		policies = append(policies, m.workloadPolicy(w))
	}
	return policies
}

// policyMaker makes the policies of workloads from what all of them share.
type policyMaker struct {
	*Stack
	ports policyPorts
	// admitted are by component those that the user lets in.
	admitted map[string][]networkingv1.NetworkPolicyPeer
}

func (st *Stack) admitted() map[string][]networkingv1.NetworkPolicyPeer {
	all := map[string][]networkingv1.NetworkPolicyPeer{}
	for _, name := range sorted.Keys(st.Spec.Network.Ingress) {
		way := st.Spec.Network.Ingress[name]
		opening := Opening{Namespace: way.Namespace, CIDRs: blocks(way.CIDR)}
		all[way.Component] = append(all[way.Component], st.ends(opening)...)
	}
	return all
}

// stackPolicy is one for all of the stack's pods.
func (st *Stack) stackPolicy(name string, rules networkingv1.NetworkPolicySpec) Object {
	rules.PodSelector = metav1.LabelSelector{MatchLabels: map[string]string{LabelName: st.Name}}
	return &networkingv1.NetworkPolicy{ObjectMeta: st.namedMeta("network", st.ObjectName(name)), Spec: rules}
}

func bothWays() []networkingv1.PolicyType {
	return []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}
}

// workloadPolicy allows what w's edges need.
func (m policyMaker) workloadPolicy(w Workload) Object {
	policy := &networkingv1.NetworkPolicy{
		ObjectMeta: m.meta(w.Component),
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: *m.selector(w.Component),
			PolicyTypes: bothWays(),
		},
	}
	for _, name := range sorted.Keys(w.Ports) {
		if from := m.clients(w.Component, w.Ports[name]); len(from) > 0 {
			policy.Spec.Ingress = append(policy.Spec.Ingress, networkingv1.NetworkPolicyIngressRule{
				From:  from,
				Ports: m.ports.of(corev1.ProtocolTCP, w.Ports[name]),
			})
		}
	}
	for _, way := range w.Serves {
		policy.Spec.Ingress = append(policy.Spec.Ingress, networkingv1.NetworkPolicyIngressRule{
			From:  m.ends(way),
			Ports: m.ports.of(way.Protocol, way.Port),
		})
	}
	for _, edge := range m.edgesFrom[w.Component] {
		policy.Spec.Egress = append(policy.Spec.Egress, networkingv1.NetworkPolicyEgressRule{
			To:    m.servers(edge),
			Ports: m.ports.of(edge.Protocol, edge.Port),
		})
	}
	return policy
}

// clients are the stack's own pods that connect to a port of component, by the label
// that says so, and those that the user lets in.
func (m policyMaker) clients(component string, port int32) []networkingv1.NetworkPolicyPeer {
	var peers []networkingv1.NetworkPolicyPeer
	labelled := func(e Edge) bool { return e.Port == port && !isReleaseJob(e.From) }
	if slices.ContainsFunc(m.edgesTo[component], labelled) {
		peers = append(peers, networkingv1.NetworkPolicyPeer{PodSelector: &metav1.LabelSelector{
			MatchLabels: map[string]string{LabelName: m.Name, labelUses(component, port): "true"},
		}})
	}
	for _, e := range m.edgesTo[component] {
		if e.Port == port && isReleaseJob(e.From) {
			peers = append(peers, m.peer(e.From))
		}
	}
	return append(peers, m.admitted[component]...)
}

// servers are the far end of an edge.
func (st *Stack) servers(edge Edge) []networkingv1.NetworkPolicyPeer {
	if edge.To != "" {
		return []networkingv1.NetworkPolicyPeer{st.peer(edge.To)}
	}
	return st.ends(edge.Opening)
}

// peer is a component's pods, in the same namespace.
func (st *Stack) peer(component string) networkingv1.NetworkPolicyPeer {
	return networkingv1.NetworkPolicyPeer{PodSelector: st.selector(component)}
}

// ends are the pods or addresses outside the stack at the end of an opening.
func (st *Stack) ends(way Opening) []networkingv1.NetworkPolicyPeer {
	var peers []networkingv1.NetworkPolicyPeer
	if way.Namespace != "" {
		peers = append(peers, namespacePeer(way.Namespace))
	}
	if way.NamespaceLabel != "" {
		peers = append(peers, networkingv1.NetworkPolicyPeer{NamespaceSelector: &metav1.LabelSelector{
			MatchLabels: map[string]string{way.NamespaceLabel: ""},
		}})
	}
	for _, cidr := range st.ranges(way.CIDRs) {
		peers = append(peers, addressPeer(cidr))
	}
	return peers
}

func namespacePeer(name string) networkingv1.NetworkPolicyPeer {
	selector := &metav1.LabelSelector{}
	if name != anyNamespace {
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
		port := intstr.FromInt32(number)
		ports = append(ports,
			networkingv1.NetworkPolicyPort{Protocol: new(corev1.ProtocolUDP), Port: &port},
			networkingv1.NetworkPolicyPort{Protocol: new(corev1.ProtocolTCP), Port: &port},
		)
	}
	return ports
}

// policyPorts are those of rules. Policies share them: many end at the same few.
type policyPorts map[policyPort][]networkingv1.NetworkPolicyPort

type policyPort struct {
	protocol corev1.Protocol
	number   int32
}

func (p policyPorts) of(protocol corev1.Protocol, number int32) []networkingv1.NetworkPolicyPort {
	port := policyPort{cmp.Or(protocol, corev1.ProtocolTCP), number}
	if p[port] == nil {
		p[port] = []networkingv1.NetworkPolicyPort{{Protocol: &port.protocol, Port: new(intstr.FromInt32(number))}}
	}
	return p[port]
}
