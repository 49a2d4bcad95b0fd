package overlays_test

import (
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestNoStack: where there is no stack, the error says so.
func TestNoStack(t *testing.T) {
	for _, c := range []struct {
		reason string
		call   func() error
		want   string
	}{
		{"Compile", func() error { _, err := overlays.Compile(t.Context(), nil); return err }, "no stack; load one"},
		{
			"Resolve without a document",
			func() error { _, _, err := overlays.Compiler{}.Resolve(t.Context(), nil); return err }, "no stack; load one",
		},
		{
			"Resolve of an empty document",
			func() error { _, _, err := overlays.Compiler{}.Resolve(t.Context(), &spec.Document{}); return err },
			"no stack; load one",
		},
		{
			"ResolveChecked", func() error { _, err := overlays.Compiler{}.ResolveChecked(t.Context(), nil); return err },
			"no stack; resolve one with Compiler.Resolve",
		},
		{
			"Files of nothing", func() error { _, err := (&overlays.Resolved{}).Files(t.Context()); return err },
			"no stack; resolve one with Compiler.Resolve",
		},
		{
			"Objects of nothing", func() error { _, err := (&overlays.Resolved{}).Objects("prod"); return err },
			"no stack; resolve one with Compiler.Resolve",
		},
		{"Write of no files", func() error { _, err := overlays.Write(t.Context(), t.TempDir(), nil); return err }, "no files"},
	} {
		if err := c.call(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.reason, err, c.want)
		}
	}
}
