//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package outputdir_test

import (
	"reflect"
	"strings"
	"testing"
)

// TestOneWriterAtATime: two would leave a tree of both.
func TestOneWriterAtATime(t *testing.T) {
	dir := t.TempDir()
	var inside error
	_, err := tryWrite(dir, files("base/a.yaml=1"), onStep(func(operation, path string) error {
		if operation == "write" && inside == nil {
			_, inside = tryWrite(dir, files("base/a.yaml=2"))
		}
		return nil
	}))
	if err != nil || inside == nil || !strings.Contains(inside.Error(), "another maker is writing there") {
		t.Errorf("the first writer got %v, the second %v", err, inside)
	}
	if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"base/a.yaml=1"}) {
		t.Errorf("tree %q", got)
	}
}
