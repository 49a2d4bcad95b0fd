package kustomizeverify_test

import (
	"slices"
	"testing"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
)

// TestElsewhereIsKept: an object of another namespace stays in it and one of the cluster gets
// none, whatever else the overlay does to it, and all others are in the stack's.
func TestElsewhereIsKept(t *testing.T) {
	for _, c := range stacktest.Elsewhere() {
		t.Run(c.Reason, func(t *testing.T) {
			compiler := overlays.Compiler{Components: c.Components}
			resolved, err := compiler.ResolveChecked(t.Context(), stacktest.Small())
			if err != nil {
				t.Fatal(err)
			}
			files, err := resolved.Files(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			want, err := resolved.Objects("prod")
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range c.Objects("prod") {
				if !slices.ContainsFunc(want, func(w stack.Object) bool {
					return w.GetName() == o.GetName() && w.GetNamespace() == o.GetNamespace()
				}) && o.GetNamespace() != "" {
					t.Errorf("%s is not in %s", o.GetName(), o.GetNamespace())
				}
			}
			for _, o := range want {
				if kind := o.GetObjectKind().GroupVersionKind(); o.GetNamespace() != "" && (kind.Group == "example.com" ||
					kind.Kind == "FlowSchema" || kind.Kind == "ValidatingAdmissionPolicy") {
					t.Errorf("%s is in the namespace %s", kind, o.GetNamespace())
				}
			}
			if err := kustomizeverify.Verify(files, "prod", want); err != nil {
				t.Error(err)
			}
		})
	}
}
