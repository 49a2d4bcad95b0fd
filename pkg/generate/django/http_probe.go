package django

import (
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Probe returns the check of a container of the project that the user asks for, as
// [stack.CustomProbe] does; a path is asked for by [HTTPHandler] on the port of that name.
func Probe(st *stack.Stack, given *spec.Probe, port string, fallback *corev1.Probe) *corev1.Probe {
	return stack.CustomProbe(given, fallback, HTTPHandler(st, "", port))
}

// HTTPHandler asks as a browser behind the proxy would: without the Host header
// Django answers 400, without X-Forwarded-Proto SECURE_SSL_REDIRECT answers 301
// to a name the kubelet cannot reach.
func HTTPHandler(st *stack.Stack, path, port string) corev1.ProbeHandler {
	host := st.Spec.Django.CanonicalHost()
	headers := []corev1.HTTPHeader{{Name: "Host", Value: strings.TrimPrefix(host, ".")}}
	if !probedByHost(st) {
		headers = append(headers, corev1.HTTPHeader{Name: "X-Forwarded-Proto", Value: scheme(st)})
	}
	handler := stack.HTTPHandler(path, port)
	handler.HTTPGet.HTTPHeaders = headers
	return handler
}

// probedByHost reports whether an Ingress controller asks the web server what its
// readiness probe asks, which must have no header beside Host for that. With a proxy it
// is the proxy's probe that counts, and it has none.
func probedByHost(st *stack.Stack) bool {
	e := st.Spec.Expose
	return st.Spec.Proxy == nil && e != nil && e.Ingress != nil && e.Ingress.Controller.ProbesByHost()
}
