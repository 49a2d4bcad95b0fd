package generate_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/prooftest"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestSidecarPortsAreFree: no sidecar of any component may have the number or the name of a port
// that the component's own containers listen on.
func TestSidecarPortsAreFree(t *testing.T) {
	s := &spec.DjangoStack{}
	if err := yaml.Unmarshal([]byte("spec:"+strings.ReplaceAll(allThatRuns, "\n", "\n  ")), s); err != nil {
		t.Fatal(err)
	}
	s.Metadata.Name = "shop"
	s.SetDefaults("prod")
	eachPodOptions(reflect.ValueOf(&s.Spec).Elem(), "spec", func(_ string, o *spec.PodOptions) {
		ports := map[string]spec.ContainerPort{"http": {Port: 7001}, "udp": {Port: 8080, Protocol: spec.ProtocolUDP}}
		for _, number := range []spec.Port{3000, 5432, 5555, 6379, 8000, 8080, 9000, 11211} {
			ports[fmt.Sprintf("p%d", number)] = spec.ContainerPort{Port: number}
		}
		o.Sidecars = map[string]spec.Sidecar{"tail": {Container: spec.Container{Ports: ports}}}
	})
	errs, _, err := stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"}).Validate()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, e := range errs {
		section, port, _ := strings.Cut(e.Field, ".sidecars.tail.ports.")
		got[section] = append(got[section], port)
	}
	want := map[string][]string{
		"spec.web":               {"http", "p8000.port", "p8080.port"},
		"spec.celery.flower":     {"http", "p5555.port"},
		"spec.services.front":    {"http", "p3000.port"},
		"spec.databases.default": {"p5432.port"},
		"spec.broker":            {"p6379.port"},
		"spec.caches.default":    {"p6379.port"},
		"spec.caches.pages":      {"p11211.port"},
	}
	for _, section := range slices.Concat(sorted.Keys(want), sorted.Keys(got)) {
		if !slices.Equal(got[section], want[section]) {
			t.Errorf("%s: refuses %v, want %v", section, got[section], want[section])
		}
	}
}

// withPorts has a component with a port of its own and ports of sidecars, a service with ports of
// two protocols, and what connects to them.
const withPorts = `
databases: {default: {}}
web:
  sidecars:
    exporter: {image: "registry.example/exporter:1", ports: {metrics: {port: 9113}}}
    statsd: {image: "registry.example/statsd:1", ports: {admin: {port: 9102}, statsd: {port: 8125, protocol: UDP}},
      probes: {readiness: {path: /health}}}
services:
  log: {image: "registry.example/log:1", ports: {admin: {port: 6000}, syslog: {port: 5514, servicePort: 514, protocol: UDP}},
    bindings: {SYSLOG: "$(HOST):$(PORT_SYSLOG)"}}
  pages: {image: "registry.example/pages:1", uses: [web]}
  stats: {image: "registry.example/stats:1", uses: ["web:statsd"]}
network:
  ingress:
    monitoring: {namespace: monitoring, ports: [metrics, statsd]}
    partner: {namespace: partner, ports: [http]}
    support: {namespace: support}
expose: {ingress: {class: nginx, controllerNamespace: ingress}}
`

// TestOpenPorts: a policy opens a port to those that the spec names for it. A sidecar's is open
// neither to the Ingress controller nor to what uses the component.
func TestOpenPorts(t *testing.T) {
	all := objectsOf(t, withPorts)
	for _, c := range []struct {
		policy string
		want   []string
	}{
		{"web", []string{
			"9102/TCP support",
			"8000/TCP uses.djangostack.dev/web-8000", "8000/TCP partner", "8000/TCP support",
			"9113/TCP monitoring", "9113/TCP support",
			"8125/UDP uses.djangostack.dev/web-8125-udp", "8125/UDP monitoring", "8125/UDP support",
			"8000/TCP ingress",
		}},
		{"service-log", []string{
			"6000/TCP uses.djangostack.dev/service-log-6000", "6000/TCP release",
			"5514/UDP uses.djangostack.dev/service-log-5514-udp", "5514/UDP release",
		}},
	} {
		policy := get[*networkingv1.NetworkPolicy](t, all, "NetworkPolicy/"+c.policy)
		if got := clientsByPort(policy); !slices.Equal(got, c.want) {
			t.Errorf("%s is open to %v, want %v", c.policy, got, c.want)
		}
	}
}

// TestProofOfPorts: the invariants find a policy that opens one port more to a peer, or a port of
// another protocol.
func TestProofOfPorts(t *testing.T) {
	s := shop()
	if err := yaml.UnmarshalStrict([]byte(withPorts), &s.Spec); err != nil {
		t.Fatal(err)
	}
	s.SetDefaults("prod")
	st := stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"})
	prove(t, st)
	rules := len(policyOfWeb(stacktest.Objects(st)).Spec.Ingress)
	for from := range rules {
		for to := range rules {
			objects := stacktest.Objects(st)
			policy := policyOfWeb(objects)
			has := clientsByPort(policy)
			policy.Spec.Ingress[to].From = slices.Concat(policy.Spec.Ingress[to].From, policy.Spec.Ingress[from].From)
			wider := len(added(has, clientsByPort(policy))) > 0
			if found := len(prooftest.Objects(st, objects)) > 0; wider != found {
				t.Errorf("rule %d has the peers of %d, too, which opens more: %t; found: %t", to, from, wider, found)
			}
		}
		objects := stacktest.Objects(st)
		*policyOfWeb(objects).Spec.Ingress[from].Ports[0].Protocol = corev1.ProtocolSCTP
		if len(prooftest.Objects(st, objects)) == 0 {
			t.Errorf("rule %d is for another protocol, and that is not found", from)
		}
	}
}

func policyOfWeb(objects []stack.Object) *networkingv1.NetworkPolicy {
	for _, o := range objects {
		if p, ok := o.(*networkingv1.NetworkPolicy); ok && p.Name == "shop-web" {
			return p
		}
	}
	return nil
}

// clientsByPort are the ports that a policy opens and to whom.
func clientsByPort(p *networkingv1.NetworkPolicy) []string {
	var all []string
	for _, rule := range p.Spec.Ingress {
		for _, peer := range rule.From {
			all = append(all, fmt.Sprintf("%s/%s %s", rule.Ports[0].Port, *rule.Ports[0].Protocol, clientOf(peer)))
		}
	}
	return all
}

// clientOf is what a peer of a policy stands for: the label for what connects, a component or a
// namespace.
func clientOf(peer networkingv1.NetworkPolicyPeer) string {
	if peer.NamespaceSelector != nil {
		return peer.NamespaceSelector.MatchLabels[corev1.LabelMetadataName]
	}
	for _, label := range sorted.Keys(peer.PodSelector.MatchLabels) {
		if strings.HasPrefix(label, "uses.") {
			return label
		}
	}
	return peer.PodSelector.MatchLabels[stack.LabelComponent]
}

// TestProtocols: ports of UDP are that in containers and Services, and no probe connects to them.
func TestProtocols(t *testing.T) {
	all := objectsOf(t, withPorts)
	var ports []string
	for _, p := range get[*corev1.Service](t, all, "Service/service-log").Spec.Ports {
		ports = append(ports, fmt.Sprint(p.Name, " ", p.Port, " ", p.Protocol))
	}
	pods := podsOf(all)
	log, web := pods["Deployment/service-log"].Spec.Containers[0], pods["Deployment/web"].Spec
	for _, p := range slices.Concat(log.Ports, web.InitContainers[1].Ports) {
		ports = append(ports, fmt.Sprint(p.Name, " ", p.ContainerPort, " ", p.Protocol))
	}
	want := []string{
		"admin 6000 TCP", "syslog 514 UDP", "admin 6000 TCP", "syslog 5514 UDP", "admin 9102 TCP", "statsd 8125 UDP",
	}
	if !slices.Equal(ports, want) {
		t.Errorf("ports are %v, want %v", ports, want)
	}
	if got := log.ReadinessProbe.TCPSocket.Port.StrVal; got != "admin" {
		t.Errorf("the service is checked at %s", got)
	}
	if got := web.InitContainers[1].ReadinessProbe.HTTPGet.Port.StrVal; got != "admin" {
		t.Errorf("the sidecar is checked at %s", got)
	}
	if got := get[*corev1.ConfigMap](t, all, "ConfigMap/env").Data["SYSLOG"]; got != "shop-service-log:514" {
		t.Errorf("the project is told %s", got)
	}
}
