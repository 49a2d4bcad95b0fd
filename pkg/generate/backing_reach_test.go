package generate_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"

	"github.com/djangostack/djangostack/pkg/generate"
)

// checkReached proves that the component has a Service of the name the bindings
// tell, that Django's pods get in by policy and nobody else does, and that no
// disruption budget stands over a single pod.
func checkReached(t *testing.T, b built, component string) {
	t.Helper()
	service := false
	for _, o := range b.objects {
		if o.GetLabels()[generate.LabelComponent] != component {
			continue
		}
		switch o := o.(type) {
		case *corev1.Service:
			service = o.Name == "shop-"+component && o.Spec.Ports[0].Port == b.stack.Bindings[0].Port
		case *policyv1.PodDisruptionBudget:
			t.Errorf("%s: a budget over one pod holds up every drain", component)
		case *networkingv1.NetworkPolicy:
			if len(o.Spec.Ingress) != 1 || len(o.Spec.Egress) != 1 {
				t.Errorf("%s: policy lets in %v and out %v, want Django's pods in and names out", component, o.Spec.Ingress, o.Spec.Egress)
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
# Celery holds a task that is due later without acknowledging it: the default of
# half an hour would close its channel (docs.celeryq.dev, "ETA and Countdown").
consumer_timeout = 31622400000
`,
	}} {
		t.Run(tc.name, func(t *testing.T) {
			for _, o := range resolve(t, tc.spec).Build() {
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
	st := resolve(t, `{databases: {default: {external: {host: pg.internal, cidr: 10.1.2.3/32}}}, broker: {external: {host: mq}}}`)
	for _, o := range st.Objects() {
		switch component := o.GetLabels()[generate.LabelComponent]; component {
		case "database", "broker":
			t.Errorf("%s %s of a service that runs elsewhere", o.GetObjectKind().GroupVersionKind().Kind, o.GetName())
		case "web":
			if p, ok := o.(*networkingv1.NetworkPolicy); ok {
				var got []string
				for _, rule := range p.Spec.Egress[1:] {
					got = append(got, fmt.Sprintf("%s:%d", rule.To[0].IPBlock.CIDR, rule.Ports[0].Port.IntValue()))
				}
				if diff := cmp.Diff([]string{"10.1.2.3/32:5432", "0.0.0.0/0:6379"}, got); diff != "" {
					t.Errorf("ways out (-want +got):\n%s", diff)
				}
			}
		}
	}
}
