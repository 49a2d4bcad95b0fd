package policy

import (
	"net/netip"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"sigs.k8s.io/yaml"
)

const example = `
- metadata: {namespace: a}
  spec:
    podSelector: {matchLabels: {app: web}}
    policyTypes: [Ingress, Egress]
    ingress:
    - from: [{namespaceSelector: {matchLabels: {name: b}}}, {ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.7/32]}}]
      ports: [{port: http}]
    egress:
    - to: [{podSelector: {matchLabels: {app: db}}}]
      ports: [{port: 5000, endPort: 5001}]
- metadata: {namespace: a}
  spec: {podSelector: {}, policyTypes: [Ingress]}
- metadata: {namespace: a}
  spec:
    podSelector: {matchLabels: {app: db}}
    policyTypes: [Ingress]
    ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]
`

func TestAllows(t *testing.T) {
	var policies []networkingv1.NetworkPolicy
	if err := yaml.Unmarshal([]byte(example), &policies); err != nil {
		t.Fatal(err)
	}
	c := &Cluster{Policies: policies, Namespaces: map[string]map[string]string{"a": {"name": "a"}, "b": {"name": "b"}}}
	pod := func(namespace, app string) Peer {
		return Peer{
			Namespace: namespace, Labels: map[string]string{"app": app},
			IP: netip.MustParseAddr("10.0.0.1"), Ports: map[string]int32{"http": 80},
		}
	}
	outside := func(ip string) Peer { return Peer{IP: netip.MustParseAddr(ip)} }
	tcp := func(n int32) Port { return Port{corev1.ProtocolTCP, n} }
	for reason, test := range map[string]struct {
		from, to Peer
		port     Port
		want     bool
	}{
		"a namespace by its label, a port by its name": {pod("b", "x"), pod("a", "web"), tcp(80), true},
		"another port":                                     {pod("b", "x"), pod("a", "web"), tcp(81), false},
		"another protocol":                                 {pod("b", "x"), pod("a", "web"), Port{corev1.ProtocolUDP, 80}, false},
		"the own namespace is not the other":               {pod("a", "x"), pod("a", "web"), tcp(80), false},
		"an address in the block":                          {outside("203.0.113.1"), pod("a", "web"), tcp(80), true},
		"an address taken out of the block":                {outside("203.0.113.7"), pod("a", "web"), tcp(80), false},
		"both ends agree, last port of the range":          {pod("a", "web"), pod("a", "db"), tcp(5001), true},
		"the database would take it, web may not send it":  {pod("a", "web"), pod("a", "db"), tcp(5002), false},
		"a pod selector is about the policy's namespace":   {pod("b", "web"), pod("a", "db"), tcp(5000), false},
		"no policy about sending: all is allowed":          {pod("a", "db"), outside("198.51.100.1"), tcp(1), true},
		"no policy in the namespace":                       {pod("a", "db"), pod("b", "x"), tcp(1), true},
		"a policy that selects all pods isolates the rest": {pod("b", "x"), pod("a", "cache"), tcp(1), false},
		"a policy about receiving says nothing of sending": {pod("a", "cache"), pod("b", "x"), tcp(1), true},
		"web may send to the database and nowhere else":    {pod("a", "web"), outside("203.0.113.1"), tcp(5000), false},
	} {
		got, err := c.Allows(test.from, test.to, test.port)
		if err != nil || got != test.want {
			t.Errorf("%s: %v %v, want %v", reason, got, err, test.want)
		}
	}
}

// TestBlocksCoverPods is the difference between implementations.
func TestBlocksCoverPods(t *testing.T) {
	var policies []networkingv1.NetworkPolicy
	if err := yaml.Unmarshal([]byte(example), &policies); err != nil {
		t.Fatal(err)
	}
	from := Peer{Namespace: "c", IP: netip.MustParseAddr("203.0.113.1")}
	web := Peer{Namespace: "a", Labels: map[string]string{"app": "web"}, Ports: map[string]int32{"http": 80}}
	for _, cover := range []bool{false, true} {
		c := &Cluster{Policies: policies, BlocksCoverPods: cover}
		got, err := c.Allows(from, web, Port{corev1.ProtocolTCP, 80})
		if err != nil || got != cover {
			t.Errorf("blocks cover pods: %v, allowed: %v %v", cover, got, err)
		}
	}
}
