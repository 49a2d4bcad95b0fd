package stack_test

import (
	"reflect"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestCustomProbe: what the user says takes the place of the component's own check, and what
// the user leaves out is the component's.
func TestCustomProbe(t *testing.T) {
	page := stack.HTTPHandler("/health", "http")
	page.HTTPGet.Scheme = corev1.URISchemeHTTPS
	fallback := stack.Check(page, 10, 3, 6)
	at := func(path string, scheme corev1.URIScheme, period int32) *corev1.Probe {
		probe := stack.Check(page, period, 3, 6)
		probe.HTTPGet.Path, probe.HTTPGet.Scheme = path, scheme
		return probe
	}
	for _, c := range []struct {
		reason string
		given  *spec.Probe
		want   *corev1.Probe
	}{
		{"nothing", nil, fallback},
		{"null", &spec.Probe{None: true}, nil},
		{"a number", &spec.Probe{PeriodSeconds: 5}, at("/health", corev1.URISchemeHTTPS, 5)},
		{"a path of a server with TLS", &spec.Probe{Path: "/ready"}, at("/ready", corev1.URISchemeHTTPS, 10)},
		{"a scheme", &spec.Probe{Path: "/ready", Scheme: spec.SchemeHTTP}, at("/ready", corev1.URISchemeHTTP, 10)},
	} {
		if got := stack.CustomProbe(c.given, fallback, page); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.reason, got, c.want)
		}
	}
}
