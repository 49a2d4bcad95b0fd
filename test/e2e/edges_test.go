package e2e

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/test/e2e/policy"
)

// edges is the claim that the real policies let the real pods make these
// connections ("web > database:5432") and no other. Every pod is tried against
// every pod on each port that anything here listens on, and two that nothing
// does; so are a stranger in another namespace and an address of the internet.
func edges(want ...string) func(t *testing.T, s *stack) string {
	return func(t *testing.T, s *stack) string {
		s.needProbe(t)
		cluster, peers, ports := s.network(t)
		allowed, denied := map[string]bool{}, 0
		for from, a := range peers {
			for to, b := range peers {
				if from == to || !s.owns(a) && !s.owns(b) {
					continue
				}
				for _, port := range ports {
					ok, err := cluster.Allows(a, b, port)
					if err != nil {
						t.Fatal(err)
					}
					switch {
					case !ok:
						denied++
					case port.Number == 53 && to != "dns" && !s.owns(b):
						// a name server, wherever a cluster has it
					default:
						allowed[edge(from, to, port)] = true
					}
				}
			}
		}
		for _, e := range want {
			if !allowed[e] {
				t.Errorf("%s is needed and denied", e)
			}
			delete(allowed, e)
		}
		for _, e := range slices.Sorted(maps.Keys(allowed)) {
			t.Errorf("%s is allowed and not needed", e)
		}
		return fmt.Sprintf("%d connections allowed, %d denied", len(want), denied)
	}
}

// edge names a connection by the ends' components.
func edge(from, to string, port policy.Port) string {
	text := fmt.Sprintf("%s > %s:%d", from, to, port.Number)
	if port.Protocol != corev1.ProtocolTCP {
		text += "/" + strings.ToLower(string(port.Protocol))
	}
	return text
}

func (s *stack) owns(p policy.Peer) bool { return p.Namespace == s.namespace() }

// network reads policies, namespaces and pods. A component is one peer: its pods
// differ in nothing a policy looks at.
func (s *stack) network(t *testing.T) (*policy.Cluster, map[string]policy.Peer, []policy.Port) {
	t.Helper()
	cluster := &policy.Cluster{
		Policies:   get[networkingv1.NetworkPolicyList](t, "networkpolicies", "-A").Items,
		Namespaces: map[string]map[string]string{},
	}
	for _, n := range get[corev1.NamespaceList](t, "namespaces").Items {
		cluster.Namespaces[n.Name] = n.Labels
	}
	peers := map[string]policy.Peer{
		"internet": {IP: netip.MustParseAddr(internet)},
		"stranger": {Namespace: "default", Labels: map[string]string{"app.kubernetes.io/name": s.example}},
	}
	if s.outside != nil {
		peers["outside"] = policy.Peer{IP: netip.MustParseAddr(s.outside.address)}
	}
	numbers := map[int32]bool{22: true, 443: true, 587: true, 3306: true, 5432: true, 6432: true, 9999: true}
	for _, p := range get[corev1.PodList](t, "pods", "-A").Items {
		name := s.role(p)
		if name == "" || name == "internet" || name == "stranger" {
			continue
		}
		if p.Status.PodIP == "" {
			continue
		}
		peer, err := policy.FromPod(p)
		if err != nil {
			t.Fatal(err)
		}
		peers[name] = peer
		for _, number := range peer.Ports {
			numbers[number] = true
		}
	}
	ports := []policy.Port{{Protocol: corev1.ProtocolUDP, Number: 53}, {Protocol: corev1.ProtocolTCP, Number: 53}}
	delete(numbers, 53)
	for _, n := range slices.Sorted(maps.Keys(numbers)) {
		ports = append(ports, policy.Port{Protocol: corev1.ProtocolTCP, Number: n})
	}
	return cluster, peers, ports
}

// resolving are the edges to DNS of these components.
func resolving(components ...string) []string {
	var out []string
	for _, c := range components {
		out = append(out, c+" > dns:53", c+" > dns:53/udp")
	}
	return out
}
