// Package policy says what NetworkPolicies mean: which of the pods that are
// there may talk to which. It follows the API's own documentation: a pod that no
// policy selects for a direction may do everything in it, one that some select
// may do what any of them allows, and a connection needs both ends' leave.
package policy

import (
	"fmt"
	"net/netip"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// Peer is one end of a connection: a pod, or an address outside the cluster,
// which has no namespace.
type Peer struct {
	Namespace string
	Labels    map[string]string
	IP        netip.Addr
	// Ports are the pod's named ports.
	Ports map[string]int32
}

// FromPod is a running pod as a peer.
func FromPod(p corev1.Pod) (Peer, error) {
	ip, err := netip.ParseAddr(p.Status.PodIP)
	if err != nil {
		return Peer{}, fmt.Errorf("%s/%s: %w", p.Namespace, p.Name, err)
	}
	ports := map[string]int32{}
	for _, c := range slices.Concat(p.Spec.InitContainers, p.Spec.Containers) { // sidecars are among the former
		for _, port := range c.Ports {
			ports[port.Name] = port.ContainerPort
		}
	}
	return Peer{Namespace: p.Namespace, Labels: p.Labels, IP: ip, Ports: ports}, nil
}

// Cluster is what the meaning of a policy depends on.
type Cluster struct {
	Policies []networkingv1.NetworkPolicy
	// Namespaces are the labels of each namespace.
	Namespaces map[string]map[string]string
	// BlocksCoverPods reads an address block as the addresses of pods too.
	BlocksCoverPods bool
}

// Port is a destination port.
type Port struct {
	Protocol corev1.Protocol
	Number   int32
}

// Allows reports whether from may open a connection to this port of to.
func (c *Cluster) Allows(from, to Peer, port Port) (bool, error) {
	out, err := c.leave(networkingv1.PolicyTypeEgress, from, to, to, port)
	if err != nil || !out {
		return false, err
	}
	return c.leave(networkingv1.PolicyTypeIngress, to, from, to, port)
}

// leave is one end's: own is the pod whose policies count, other the far end,
// target the one whose port it is.
func (c *Cluster) leave(direction networkingv1.PolicyType, own, other, target Peer, port Port) (bool, error) {
	if own.Namespace == "" {
		return true, nil
	}
	isolated := false
	for _, p := range c.Policies {
		if p.Namespace != own.Namespace || !slices.Contains(p.Spec.PolicyTypes, direction) {
			continue
		}
		selected, err := matches(&p.Spec.PodSelector, own.Labels)
		if err != nil {
			return false, err
		}
		if !selected {
			continue
		}
		isolated = true
		for _, rule := range rules(p, direction) {
			ok, err := c.admits(p.Namespace, rule, other, target, port)
			if err != nil || ok {
				return ok, err
			}
		}
	}
	return !isolated, nil
}

type rule struct {
	peers []networkingv1.NetworkPolicyPeer
	ports []networkingv1.NetworkPolicyPort
}

func rules(p networkingv1.NetworkPolicy, direction networkingv1.PolicyType) []rule {
	var out []rule
	if direction == networkingv1.PolicyTypeIngress {
		for _, r := range p.Spec.Ingress {
			out = append(out, rule{r.From, r.Ports})
		}
		return out
	}
	for _, r := range p.Spec.Egress {
		out = append(out, rule{r.To, r.Ports})
	}
	return out
}

func (c *Cluster) admits(namespace string, r rule, other, target Peer, port Port) (bool, error) {
	if !portIn(r.ports, target, port) {
		return false, nil
	}
	if len(r.peers) == 0 {
		return true, nil
	}
	for _, p := range r.peers {
		if ok, err := c.peerIs(namespace, p, other); err != nil || ok {
			return ok, err
		}
	}
	return false, nil
}

// peerIs reads a CIDR as addresses outside the cluster only, unless told
// otherwise: which pod addresses it covers differs between implementations, and
// nothing should depend on it.
func (c *Cluster) peerIs(namespace string, p networkingv1.NetworkPolicyPeer, other Peer) (bool, error) {
	if p.IPBlock != nil {
		return (other.Namespace == "" || c.BlocksCoverPods) && inBlock(p.IPBlock, other.IP), nil
	}
	if other.Namespace == "" {
		return false, nil
	}
	if p.NamespaceSelector == nil {
		if other.Namespace != namespace {
			return false, nil
		}
	} else if ok, err := matches(p.NamespaceSelector, c.Namespaces[other.Namespace]); err != nil || !ok {
		return false, err
	}
	if p.PodSelector == nil {
		return true, nil
	}
	return matches(p.PodSelector, other.Labels)
}

func inBlock(block *networkingv1.IPBlock, ip netip.Addr) bool {
	if cidr, err := netip.ParsePrefix(block.CIDR); err != nil || !cidr.Contains(ip) {
		return false
	}
	for _, except := range block.Except {
		if cidr, err := netip.ParsePrefix(except); err == nil && cidr.Contains(ip) {
			return false
		}
	}
	return true
}

func portIn(ports []networkingv1.NetworkPolicyPort, target Peer, port Port) bool {
	if len(ports) == 0 {
		return true
	}
	for _, p := range ports {
		protocol := corev1.ProtocolTCP
		if p.Protocol != nil {
			protocol = *p.Protocol
		}
		if protocol != port.Protocol {
			continue
		}
		if p.Port == nil {
			return true
		}
		first := p.Port.IntVal
		if p.Port.Type == intstr.String {
			first = target.Ports[p.Port.StrVal]
		}
		last := first
		if p.EndPort != nil {
			last = *p.EndPort
		}
		if first <= port.Number && port.Number <= last {
			return true
		}
	}
	return false
}

func matches(s *metav1.LabelSelector, set map[string]string) (bool, error) {
	selector, err := metav1.LabelSelectorAsSelector(s)
	if err != nil {
		return false, err
	}
	return selector.Matches(labels.Set(set)), nil
}
