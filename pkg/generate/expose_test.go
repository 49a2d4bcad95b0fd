package generate

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// TestLoadBalancerPort: the port browsers ask, and the address they ask it by, which
// is what Django compares the Origin header with.
func TestLoadBalancerPort(t *testing.T) {
	for _, tc := range []struct {
		reason, expose string
		port           int32
		origin         string
	}{
		{"plain http", `{loadBalancer: {}}`, 80, "http://shop.example"},
		{"it ends TLS", `{https: true, loadBalancer: {}}`, 443, "https://shop.example"},
		{"a port of one's own", `{loadBalancer: {port: 8080}}`, 8080, "http://shop.example:8080"},
		{"and over TLS", `{https: true, loadBalancer: {port: 8443}}`, 8443, "https://shop.example:8443"},
		{"TLS on the port of http", `{https: true, loadBalancer: {port: 80}}`, 80, "https://shop.example:80"},
		{"beside an Ingress, whose TLS it is", `{ingress: {tls: {issuer: a}}, loadBalancer: {}}`, 80, "https://shop.example"},
		{"beside one, on a port of its own", `{ingress: {}, loadBalancer: {port: 8080}}`, 8080, "http://shop.example"},
	} {
		all := built(t, `{django: {hosts: [shop.example]}, expose: `+tc.expose+`}`)
		if got := get[*corev1.Service](t, all, "Service/web").Spec.Ports[0].Port; got != tc.port {
			t.Errorf("%s: port %d, want %d", tc.reason, got, tc.port)
		}
		if got := get[*corev1.ConfigMap](t, all, "ConfigMap/env").Data["CSRF_TRUSTED_ORIGINS"]; got != tc.origin {
			t.Errorf("%s: origin %s, want %s", tc.reason, got, tc.origin)
		}
	}
}
