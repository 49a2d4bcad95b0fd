package spec

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestAnnotationsAreChecked: the rule goes by the name of the field, and finds maps of
// text only. A field of another type would slip through.
func TestAnnotationsAreChecked(t *testing.T) {
	var found []string
	seen := map[*shape]bool{}
	var walk func(s *shape, path string)
	walk = func(s *shape, path string) {
		if seen[s] {
			return
		}
		seen[s] = true
		for _, f := range s.fields {
			at := path + "." + f.name
			if strings.HasSuffix(strings.ToLower(f.name), "annotations") {
				found = append(found, at)
				if !isAnnotations(f.name) {
					t.Errorf("%s is not known to have annotations", at)
				}
				if f.shape.typ != reflect.TypeFor[map[string]string]() {
					t.Errorf("%s is a %s, which no rule looks into", at, f.shape.typ)
				}
			}
			walk(f.shape, at)
		}
		if s.elem != nil {
			walk(s.elem, path+".NAME")
		}
	}
	walk(stackShape(), "")
	for _, known := range []string{
		".metadata.annotations", ".spec.expose.ingress.annotations", ".spec.expose.ingress.serviceAnnotations", ".spec.expose.loadBalancer.annotations",
		".spec.django.serviceAccount.annotations",
	} {
		if !slices.Contains(found, known) {
			t.Errorf("%s is not among %q", known, found)
		}
	}
}

func TestForTools(t *testing.T) {
	for annotation, want := range map[string]bool{
		"config.kubernetes.io/local-config":                 true,
		"Config.Kubernetes.io/local-config":                 true,
		"internal.config.kubernetes.io/previousNames":       true,
		"kustomize.config.k8s.io/needs-hash":                true,
		"djangostack.dev/environment":                       true,
		"config.kubernetes.io":                              false,
		"config.kubernetes.io.example.com/x":                false,
		"client.lifecycle.config.k8s.io/deletion":           false,
		"nginx.ingress.kubernetes.io/proxy-body-size":       false,
		"service.beta.kubernetes.io/aws-load-balancer-type": false,
		"eks.amazonaws.com/role-arn":                        false,
	} {
		if got := ForTools(annotation); got != want {
			t.Errorf("%s: %v, want %v", annotation, got, want)
		}
	}
}
