//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package overlays_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestOneWriterAtATime: two would leave a tree of both.
func TestOneWriterAtATime(t *testing.T) {
	dir := t.TempDir()
	var inside error
	_, err := overlays.Write(dir, files("base/a.yaml=1"), overlays.Step(func(operation, path string) error {
		if operation == "write" && inside == nil {
			_, inside = overlays.Write(dir, files("base/a.yaml=2"))
		}
		return nil
	}))
	if err != nil || inside == nil || !strings.Contains(inside.Error(), "another djangostack is writing there") {
		t.Errorf("the first writer got %v, the second %v", err, inside)
	}
	if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"base/a.yaml=1"}) {
		t.Errorf("tree %q", got)
	}
}
