package stack

import (
	"maps"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// monitor is a custom resource that reads Secrets.
type monitor struct {
	corev1.ConfigMap // some object
	keys             []spec.SecretKey
}

func (m *monitor) SecretKeys() []spec.SecretKey { return m.keys }

// TestSecretsOfCustomResources: only its type knows which Secrets it reads.
func TestSecretsOfCustomResources(t *testing.T) {
	got := Secrets([]Object{
		&monitor{keys: []spec.SecretKey{{Secret: "shop", Key: "TOKEN"}, {Secret: "whole"}}},
		&monitor{keys: []spec.SecretKey{{Secret: "shop", Key: "CA"}, {Secret: "shop", Key: "TOKEN"}}},
		&corev1.ConfigMap{},
	})
	want := map[string][]string{"shop": {"CA", "TOKEN"}, "whole": nil}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%v, want %v", got, want)
	}
}
