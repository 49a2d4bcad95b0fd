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

// certificate is a custom resource of which a controller makes a Secret.
type certificate struct {
	corev1.ConfigMap // some object
	secret           string
}

func (c *certificate) MadeSecrets() []string { return []string{c.secret} }

// TestMadeSecrets: what the objects bring along need not exist before.
func TestMadeSecrets(t *testing.T) {
	own := &corev1.Secret{}
	own.Name = "own"
	got := Secrets([]Object{
		&monitor{keys: []spec.SecretKey{{Secret: "shop", Key: "TOKEN"}, {Secret: "tls", Key: "tls.crt"}, {Secret: "own"}}},
		&certificate{secret: "tls"}, own,
	})
	want := map[string][]string{"shop": {"TOKEN"}}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%v, want %v", got, want)
	}
}
