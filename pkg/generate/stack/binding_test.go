package stack_test

import (
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestComposed: $(KEY) is the value of a variable before, whatever that is made of, and what
// holds no secret is plain.
func TestComposed(t *testing.T) {
	key := spec.SecretKey{Secret: "shop", Key: "KEY"}
	b := stack.Binding{Variables: []stack.Variable{
		{Key: "host", Name: "SEARCH_HOST", Names: spec.Names{"ENGINE"}, Value: "search"},
		{Key: "port", Name: "SEARCH_PORT", Names: spec.Names{""}, Value: "7700"},
		{Key: "url", Name: "SEARCH_URL", Composed: "http://$(host):$(port)"},
		{Key: "key", Name: "SEARCH_KEY", Secret: &key},
		{Key: "dsn", Name: "SEARCH_DSN", Composed: "$(url)/?key=$(key)"},
	}}
	want := []corev1.EnvVar{
		{Name: "ENGINE", Value: "search"},
		{Name: "SEARCH_URL", Value: "http://search:7700"},
		stack.SecretVar("SEARCH_KEY", key),
		{Name: "SEARCH_DSN", Value: "http://search:7700/?key=$(SEARCH_KEY)"},
	}
	same := func(a, b corev1.EnvVar) bool {
		return a.Name == b.Name && a.Value == b.Value && (a.ValueFrom == nil) == (b.ValueFrom == nil)
	}
	if got := b.EnvVars(); !slices.EqualFunc(got, want, same) {
		t.Errorf("got %v, want %v", got, want)
	}
	config, vars := b.Env()
	if len(config) != 2 || len(vars) != 2 {
		t.Errorf("%v are plain and %v are not", config, vars)
	}
}
