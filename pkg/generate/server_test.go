package generate

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// TestUvicornLimitsRequestsWhereAParentReplacesWorkers: a single worker that ends
// after so many requests, the probes' among them, ends the container.
func TestUvicornLimitsRequestsWhereAParentReplacesWorkers(t *testing.T) {
	for workers, want := range map[string]string{"1": "", "2": "1000"} {
		text := "{image: {repository: r, tag: '1'}, django: {settings: shop.settings}, web: {server: uvicorn, workers: " + workers + "}}"
		command := deploymentOf(t, text, "web").Spec.Template.Spec.Containers[0].Command
		if got := option(command, "--limit-max-requests"); got != want {
			t.Errorf("%s workers: --limit-max-requests %q, not %q", workers, got, want)
		}
	}
}

// TestNoLimitOfRequests: uvicorn with a limit of 0 would end at once.
func TestNoLimitOfRequests(t *testing.T) {
	for server, limit := range map[string]string{"gunicorn": "--max-requests", "uvicorn": "--limit-max-requests"} {
		for most, want := range map[string]string{"0": "", "500": "500"} {
			text := "{django: {settings: shop.settings}, web: {workers: 2, server: " + server + ", maxRequests: " + most + "}}"
			command := deploymentOf(t, text, "web").Spec.Template.Spec.Containers[0].Command
			if got := option(command, limit); got != want {
				t.Errorf("%s, maxRequests %s: %s %q, want %q", server, most, limit, got, want)
			}
		}
	}
}

// TestUWSGISaysThatItCloses: its HTTP socket ends every connection after one
// answer (unbit/uwsgi#1097). A proxy that is not told keeps the connection for
// another request, which fails.
func TestUWSGISaysThatItCloses(t *testing.T) {
	text := "{image: {repository: r, tag: '1'}, django: {settings: shop.settings}, web: {server: uwsgi}}"
	config := get[*corev1.ConfigMap](t, built(t, text), "ConfigMap/uwsgi").Data["uwsgi.ini"]
	if !strings.Contains(config, "\nhttp-socket = 0.0.0.0:8000\nadd-header = Connection: close\n") {
		t.Error(config)
	}
}

// TestIdleConnectionsOutlastTheProxy: a server that ends a connection the
// Ingress is about to use loses the request.
func TestIdleConnectionsOutlastTheProxy(t *testing.T) {
	for _, tc := range []struct{ reason, web, option, want string }{
		{"the Ingress keeps connections for 60 s", "web: {server: gunicorn}", "--keep-alive", "75"},
		{"so it does to ASGI servers", "web: {server: uvicorn}", "--timeout-keep-alive", "75"},
		{"nginx in the pod keeps none", "web: {server: gunicorn}, proxy: {}", "--keep-alive", ""},
	} {
		text := "{image: {repository: r, tag: '1'}, django: {settings: shop.settings}, " + tc.web + "}"
		command := deploymentOf(t, text, "web").Spec.Template.Spec.Containers[0].Command
		if got := option(command, tc.option); got != tc.want {
			t.Errorf("%s: %s %q, not %q", tc.reason, tc.option, got, tc.want)
		}
	}
}
