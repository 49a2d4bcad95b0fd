package generate

import (
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// TestProxyConfig: lines of nginx.conf that follow from the spec.
func TestProxyConfig(t *testing.T) {
	for _, tc := range []struct{ reason, spec, want string }{
		{"an ingress controller says how a request came", `{proxy: {}, expose: {ingress: {tls: {issuer: a}}}}`, `"" $scheme;`},
		{
			"and so may what else ends TLS",
			`{proxy: {}, expose: {https: true}}`, "X-Forwarded-Proto $forwarded_proto;",
		},
		{
			"a load balancer that ends TLS says nothing, and clients are not believed",
			`{proxy: {}, expose: {https: true, loadBalancer: {}}}`, "X-Forwarded-Proto https;",
		},
		{"nor where it hands on plain http", `{proxy: {}, expose: {loadBalancer: {}}}`, "X-Forwarded-Proto $scheme;"},
		{
			"behind both the controller's word goes",
			`{proxy: {}, expose: {ingress: {}, loadBalancer: {}}}`, "X-Forwarded-Proto $forwarded_proto;",
		},
		{
			"the controller knows the client, whose address logs and the app then have",
			`{proxy: {}, expose: {ingress: {}}}`, "real_ip_header X-Forwarded-For;",
		},
		{"bodies", `{proxy: {bodySize: 2Gi}}`, "client_max_body_size 2147483648;"},
		{"temporary files are nginx' own", `{proxy: {}}`, "proxy_temp_path /var/cache/nginx/proxy;"},
		{"uploads under a path", `{proxy: {}, media: {volume: {}}}`, "location /media/ {"},
		{
			"uploads under a name of their own",
			`{proxy: {}, media: {url: "https://media.example.com/up/", volume: {}}}`, "location /up/ {",
		},
		{"and so is the cache", `{proxy: {cache: {}}}`, "proxy_cache_path /var/cache/nginx/cache"},
	} {
		config := get[*corev1.ConfigMap](t, built(t, tc.spec), "ConfigMap/nginx").Data["nginx.conf"]
		if !strings.Contains(config, tc.want) {
			t.Errorf("%s: no %q in\n%s", tc.reason, tc.want, config)
		}
	}
}

// TestProxyBelievesNoClient: behind a bare load balancer the headers are the client's
// own, and an address in them may be anybody's.
func TestProxyBelievesNoClient(t *testing.T) {
	config := get[*corev1.ConfigMap](t, built(t, `{proxy: {}, expose: {loadBalancer: {}}}`), "ConfigMap/nginx").Data["nginx.conf"]
	for _, word := range []string{"real_ip", "$http_x_forwarded_proto"} {
		if strings.Contains(config, word) {
			t.Errorf("%s in\n%s", word, config)
		}
	}
}

// TestProxyRoom: what nginx keeps on disk fits, or the node would evict the pod.
func TestProxyRoom(t *testing.T) {
	for _, tc := range []struct{ reason, spec, want string }{
		{"by default", `{proxy: {}}`, "1Gi"},
		{"four of the largest bodies", `{proxy: {bodySize: 2Gi}}`, "8Gi"},
		{"and the cache", `{proxy: {cache: {size: 5Gi}}}`, "6Gi"},
	} {
		web := get[*appsv1.Deployment](t, built(t, tc.spec), "Deployment/web")
		got := ""
		for _, v := range web.Spec.Template.Spec.Volumes {
			if v.Name == proxyTempVolume {
				got = v.EmptyDir.SizeLimit.String()
			}
		}
		if got != tc.want {
			t.Errorf("%s: %q, want %s", tc.reason, got, tc.want)
		}
	}
}

// TestIngressBodySize: ingress-nginx refuses more than a megabyte by itself.
func TestIngressBodySize(t *testing.T) {
	for _, tc := range []struct{ reason, spec, want string }{
		{"without a proxy", `{expose: {ingress: {class: nginx}}}`, "26214400"},
		{"the proxy's own", `{proxy: {bodySize: 1Gi}, expose: {ingress: {class: nginx}}}`, "1073741824"},
		{
			"the user's",
			`{expose: {ingress: {class: nginx, annotations: {nginx.ingress.kubernetes.io/proxy-body-size: 7m}}}}`, "7m",
		},
		{"another controller has no such annotation", `{expose: {ingress: {class: traefik}}}`, ""},
	} {
		ingress := get[*networkingv1.Ingress](t, built(t, tc.spec), "Ingress/web")
		if got := ingress.Annotations["nginx.ingress.kubernetes.io/proxy-body-size"]; got != tc.want {
			t.Errorf("%s: %q, want %q", tc.reason, got, tc.want)
		}
	}
}
