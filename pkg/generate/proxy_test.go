package generate_test

import (
	"strings"
	"testing"

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
		{"uploads under a path", `{proxy: {}, media: {serve: proxy, volume: {}}}`, "location /media/ {"},
		{"uploads that views give out", `{proxy: {}, media: {serve: accel, volume: {}}}`, "location /protected/ {\n      internal;"},
		{
			"under the project's own path",
			`{proxy: {}, media: {serve: accel, internalURL: /files/, volume: {}}}`, "location /files/ {",
		},
		{"two connections a client", `{proxy: {connections: 3000}}`, "worker_connections 6064;"},
		{"and a file", `{proxy: {connections: 3000}}`, "worker_rlimit_nofile 9256;"},

		{
			"uploads under a name of their own",
			`{proxy: {}, media: {serve: proxy, url: "https://media.example.com/up/", volume: {}}}`, "location /up/ {",
		},
		{"and so is the cache", `{proxy: {cache: {}}}`, "proxy_cache_path /var/cache/nginx/cache"},
	} {
		config := get[*corev1.ConfigMap](t, objectsOf(t, tc.spec), "ConfigMap/nginx").Data["nginx.conf"]
		if !strings.Contains(config, tc.want) {
			t.Errorf("%s: no %q in\n%s", tc.reason, tc.want, config)
		}
	}
}

// TestProxyBelievesNoClient: behind a bare load balancer the headers are the client's
// own, and an address in them may be anybody's.
func TestProxyBelievesNoClient(t *testing.T) {
	config := get[*corev1.ConfigMap](t, objectsOf(t, `{proxy: {}, expose: {loadBalancer: {}}}`), "ConfigMap/nginx").Data["nginx.conf"]
	for _, word := range []string{"real_ip", "$http_x_forwarded_proto"} {
		if strings.Contains(config, word) {
			t.Errorf("%s in\n%s", word, config)
		}
	}
}

// TestNothingIsPublished: nginx gives out what it was told to, and by no other way.
func TestNothingIsPublished(t *testing.T) {
	for way, locations := range map[string]int{"proxy": 1, "accel": 1, "app": 0} {
		config := get[*corev1.ConfigMap](t, objectsOf(t, "{static: {mode: whitenoise}, proxy: {}, media: {serve: "+way+", volume: {}}}"),
			"ConfigMap/nginx").Data["nginx.conf"]
		if n := strings.Count(config, "alias /app/media/;"); n != locations {
			t.Errorf("%s: uploads in %d locations", way, n)
		}
		if internal := strings.Contains(config, "internal;"); internal != (way == "accel") {
			t.Errorf("%s: for views alone: %t", way, internal)
		}
	}
}

// TestProxyIsNotRestarted: with all its connections taken nginx takes a client's and
// hangs up, so a page cannot tell whether it lives.
func TestProxyIsNotRestarted(t *testing.T) {
	nginx := deploymentOf(t, "{proxy: {}}", "web").Spec.Template.Spec.Containers[1]
	if nginx.LivenessProbe.TCPSocket == nil || nginx.ReadinessProbe.HTTPGet == nil {
		t.Errorf("lives by %v, is ready by %v", nginx.LivenessProbe.ProbeHandler, nginx.ReadinessProbe.ProbeHandler)
	}
}

// TestStaticFromAnotherImage: the other image's files are put beside the project's, or in their
// place.
func TestStaticFromAnotherImage(t *testing.T) {
	for _, tc := range []struct{ spec, want string }{
		{
			`{proxy: {}, static: {from: {image: "front:1", path: /dist, into: app}}}`,
			"static: cp -RL /app/staticfiles/. /etc/djangostack/static; static-from: cp -RL /dist/. /etc/djangostack/static/app",
		},
		{
			`{proxy: {}, static: {from: {image: "front:1", path: /dist}}}`,
			"static-from: cp -RL /dist/. /etc/djangostack/static",
		},
	} {
		var got []string
		for _, c := range deploymentOf(t, tc.spec, "web").Spec.Template.Spec.InitContainers {
			if strings.HasPrefix(c.Name, "static") {
				got = append(got, c.Name+": "+strings.Join(c.Command, " "))
			}
		}
		if all := strings.Join(got, "; "); all != tc.want {
			t.Errorf("%s: %s, want %s", tc.spec, all, tc.want)
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
		ingress := get[*networkingv1.Ingress](t, objectsOf(t, tc.spec), "Ingress/web")
		if got := ingress.Annotations["nginx.ingress.kubernetes.io/proxy-body-size"]; got != tc.want {
			t.Errorf("%s: %q, want %q", tc.reason, got, tc.want)
		}
	}
}
