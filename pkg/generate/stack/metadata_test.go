package stack

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/spec"
)

func TestMetadataForTools(t *testing.T) {
	tests := []struct {
		reason     string
		annotation string
		kept       bool
	}{
		{"the user's own annotations are what metadata.annotations is for", "example.com/owner", true},
		{"the choice of an environment is the function's", AnnotationEnvironment, false},
		{"how kustomize runs the function is no object's business", "config.kubernetes.io/function", false},
		{"local-config on objects would keep them from being applied", "config.kubernetes.io/local-config", false},
		{"what a host put beside it is the host's", "internal.config.kubernetes.io/path", false},
		{"kpt's as well", "internal.kpt.dev/upstream-identifier", false},
		{"a name that only looks alike is the user's", "config.kubernetes.io.example.com/x", true},
	}
	for _, test := range tests {
		t.Run(test.annotation, func(t *testing.T) {
			given := spec.Metadata{Name: "shop", Annotations: map[string]string{test.annotation: "x"}}
			got := passedOn(given).Annotations
			var want map[string]string
			if test.kept {
				want = map[string]string{test.annotation: "x"}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", test.reason, diff)
			}
			if len(given.Annotations) != 1 {
				t.Error("the given metadata was changed; Resolve must leave the spec alone")
			}
		})
	}
}
