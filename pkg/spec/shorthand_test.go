package spec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestShorthand: a struct that is written as one of its fields alone means the same
// in the spec, in an environment of a file, and in one built in Go.
func TestShorthand(t *testing.T) {
	const text = "  django: {settings: s.settings, writablePaths: [/a, {path: /b, seed: true}]}\n" +
		"  environments: {dev: {django: {writablePaths: [{path: /c, size: 2Gi}, /d]}}, prod: {}}\n"
	for _, c := range []struct {
		reason, environment string
		want                []string
	}{
		{"both forms in one list", "prod", []string{"/a 1Gi false", "/b 1Gi true"}},
		{"a list of an environment replaces that of the spec", "dev", []string{"/c 2Gi false", "/d 1Gi false"}},
	} {
		if diff := cmp.Diff(c.want, writable(in(t, c.environment, text))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, diff)
		}
	}
	built := &spec.DjangoStack{Spec: spec.StackSpec{Environments: map[string]spec.Environment{
		"prod": {"django": map[string]any{"writablePaths": []any{"/a", map[string]any{"path": "/b", "size": "5Mi"}}}},
	}}}
	merged, err := built.Effective("prod")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/a 1Gi false", "/b 5Mi false"}, writable(&merged.Spec)); diff != "" {
		t.Errorf("built in Go (-want +got):\n%s", diff)
	}
}

func writable(s *spec.StackSpec) []string {
	var all []string
	for _, w := range s.Django.WritablePaths {
		seed := "false"
		if *w.Seed {
			seed = "true"
		}
		all = append(all, w.Path+" "+w.Size.String()+" "+seed)
	}
	return all
}
