package generate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// checkReached proves that the component has a Service of the name the bindings
// tell, that Django's pods get in by policy and nobody else does, and that no
// disruption budget stands over a single pod.
func checkReached(t *testing.T, b built, component string) {
	t.Helper()
	service := false
	for _, o := range b.objects {
		if o.GetLabels()[stack.LabelComponent] != component {
			continue
		}
		switch o := o.(type) {
		case *corev1.Service:
			service = service || o.Name == "shop-"+component && o.Spec.Ports[0].Port == b.stack.Bindings[0].Port
		case *policyv1.PodDisruptionBudget:
			t.Errorf("%s: a budget over one pod holds up every drain", component)
		case *networkingv1.NetworkPolicy:
			if len(o.Spec.Ingress) != 1 || len(o.Spec.Egress) != 0 {
				t.Errorf("%s: policy lets in %v and out %v, want Django's pods in and nothing out", component, o.Spec.Ingress, o.Spec.Egress)
			}
			for _, peer := range o.Spec.Ingress[0].From {
				if peer.PodSelector == nil {
					t.Errorf("%s: open to %v", component, peer)
				}
			}
		}
	}
	if !service {
		t.Errorf("no Service shop-%s on the binding's port", component)
	}
	for _, e := range b.stack.Edges {
		if e.To != component || e.Port != b.stack.Bindings[0].Port {
			t.Errorf("edge %v, want one to %s", e, component)
		}
	}
}

func TestServerConfig(t *testing.T) {
	for _, tc := range []struct{ name, reason, spec, file, want string }{{
		name:   "cache",
		reason: "it forgets when it is full, and writes nothing",
		spec:   `caches: {default: {memory: 256Mi}}`,
		file:   "redis.conf",
		want: `bind * -::*
protected-mode no
port 6379
tcp-keepalive 60
dir /tmp
maxmemory 268435456
maxmemory-policy allkeys-lru
save ""
appendonly no
`,
	}, {
		name:   "broker",
		reason: "it never forgets a message, and leaves a fork half of the memory",
		spec:   `broker: {}`,
		file:   "redis.conf",
		want: `bind * -::*
protected-mode no
port 6379
tcp-keepalive 60
dir /data
maxmemory 268435456
maxmemory-policy noeviction
save ""
appendonly yes
appendfsync everysec
`,
	}, {
		name:   "rabbitmq",
		reason: "both alarms follow the container's limit and the volume's size",
		spec:   `broker: {engine: rabbitmq}`,
		file:   "rabbitmq.conf",
		want: `listeners.tcp.default = 5672
log.console = true
log.file = false
vm_memory_high_watermark.absolute = 322122547
disk_free_limit.absolute = 214748364
consumer_timeout = 31622400000
deprecated_features.permit.transient_nonexcl_queues = true
`,
	}} {
		t.Run(tc.name, func(t *testing.T) {
			for _, o := range stacktest.Build(resolve(t, tc.spec)) {
				if cm, ok := o.(*corev1.ConfigMap); ok && cm.Data[tc.file] != "" {
					if diff := cmp.Diff(tc.want, cm.Data[tc.file]); diff != "" {
						t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
					}
					return
				}
			}
			t.Error("no ConfigMap has the file")
		})
	}
}

// TestExternal proves that what runs elsewhere has no object, and that the way
// out is open to its address and port and to nothing else.
func TestExternal(t *testing.T) {
	st := resolve(t, `
databases:
  default: {external: {host: pg.internal, cidr: 10.1.2.3/32}}
  operator: {external: {host: pg-rw.data.svc}}
  other: {external: {host: 10.96.0.7, namespace: elsewhere}}
caches: {default: {external: {host: cache.example.com}}}
broker: {external: {host: mq}}
media: {bucket: {name: shop, endpoint: "http://minio.storage.svc.cluster.local:9000"}}
`)
	for _, o := range stacktest.Objects(st) {
		switch component := o.GetLabels()[stack.LabelComponent]; component {
		case "database", "broker":
			t.Errorf("%s %s of a service that runs elsewhere", o.GetObjectKind().GroupVersionKind().Kind, o.GetName())
		case "web":
			if p, ok := o.(*networkingv1.NetworkPolicy); ok {
				var got []string
				for _, rule := range p.Spec.Egress {
					got = append(got, fmt.Sprintf("%s:%d", peerText(rule.To[0]), rule.Ports[0].Port.IntValue()))
				}
				want := []string{"10.1.2.3/32:5432", "data:5432", "elsewhere:5432", "0.0.0.0/0:6379", "shop-prod:6379", "storage:9000"}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("ways out (-want +got):\n%s", diff)
				}
			}
		}
	}
}

// peerText returns a namespace, a label of namespaces, or a block of addresses.
func peerText(peer networkingv1.NetworkPolicyPeer) string {
	if peer.IPBlock != nil {
		return peer.IPBlock.CIDR
	}
	for label, name := range peer.NamespaceSelector.MatchLabels {
		if label != corev1.LabelMetadataName {
			return label
		}
		return name
	}
	return ""
}

// TestWaysIn: where requests reach the web pods from, by the way the site is
// exposed.
func TestWaysIn(t *testing.T) {
	for _, tc := range []struct{ reason, spec, want string }{
		{"the class' customary namespace", `{expose: {ingress: {class: nginx}}}`, "ingress-nginx:8000"},
		{"a class nothing is known of", `{expose: {ingress: {class: own}}}`, ":8000"},
		{"pods in another namespace", `{expose: {ingress: {class: traefik, controllerNamespace: kube-system}}}`, "kube-system:8000"},
		{
			"a controller on its node's network",
			`{expose: {ingress: {class: nginx, controllerCIDRs: [10.1.0.0/16]}}}`, "10.1.0.0/16:8000",
		},
		{
			"pods, and what else is named",
			`{expose: {ingress: {controllerNamespace: a, controllerCIDRs: [10.1.0.0/16]}}}`, "a:8000 10.1.0.0/16:8000",
		},
		{
			"OpenShift's routers, which may be on the network of the nodes",
			`{expose: {ingress: {class: openshift-default}}}`, "policy-group.network.openshift.io/ingress:8000",
		},
		{"a router of one's own", `{expose: {ingress: {class: openshift-internal}}}`, "policy-group.network.openshift.io/ingress:8000"},
		{
			"a router whose namespace is named",
			`{expose: {ingress: {class: openshift-default, controllerNamespace: routers}}}`, "routers:8000",
		},
		{"load balancers outside the cluster", `{expose: {ingress: {class: alb}}}`, "0.0.0.0/0:8000"},
		{"with addresses their maker publishes", `{expose: {ingress: {class: gce}}}`, "130.211.0.0/22:8000 35.191.0.0/16:8000"},
		{
			"nodes stand for the clients of a load balancer, whose ranges the Service enforces",
			`{expose: {loadBalancer: {sourceRanges: [203.0.113.0/24]}}}`, "0.0.0.0/0:8000",
		},
		{
			"named ways in",
			`{network: {ingress: {probe: {cidr: 192.0.2.7/32}, metrics: {namespace: monitoring}}}}`,
			"monitoring:8000 192.0.2.7/32:8000",
		},
	} {
		var got []string
		for _, o := range stacktest.Objects(resolve(t, tc.spec)) {
			policy, ok := o.(*networkingv1.NetworkPolicy)
			if !ok || policy.Name != "shop-web" {
				continue
			}
			for _, rule := range policy.Spec.Ingress {
				for _, peer := range rule.From {
					got = append(got, fmt.Sprintf("%s:%d", peerText(peer), rule.Ports[0].Port.IntValue()))
				}
			}
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: in from %v, want %s", tc.reason, got, tc.want)
		}
	}
}

// TestProcessesAreReached: a process with a port serves the others of the stack.
func TestProcessesAreReached(t *testing.T) {
	st := resolve(t, `{processes: {ws: {command: [daphne], port: 9000}, bot: {command: [bot]}}}`)
	got := map[string]bool{}
	for _, e := range st.Edges {
		got[fmt.Sprintf("%s > %s:%d", e.From, e.To, e.Port)] = true
	}
	for _, want := range []string{"web > process-ws:9000", "process-bot > process-ws:9000"} {
		if !got[want] {
			t.Errorf("no %s in %v", want, got)
		}
	}
	prove(t, st)
}
