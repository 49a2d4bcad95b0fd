package outputdir_test

import (
	"slices"
	"strings"
	"testing"
)

// TestWhatTheDiskHasFirst: a loss of power is like a kill. So the disk has every new file
// and the list of them before the first change to the tree, all changes before the list is
// that of the tree, and that before the old files go.
func TestWhatTheDiskHasFirst(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("base/a.yaml=1", "base/b.yaml=1", "overlays/dev/k.yaml=1"))
	var order []string
	write(t, dir, files("base/a.yaml=2", "overlays/dev/k.yaml=2", "overlays/new/k.yaml=2"),
		onStep(func(operation, path string) error {
			order = append(order, operation+" "+path)
			return nil
		}))
	var staged []string
	for _, step := range order {
		if path, ok := strings.CutPrefix(step, "write "); ok {
			staged = append(staged, path)
		}
	}
	if len(staged) != 4 { // three files and their list
		t.Fatalf("staged %q", staged)
	}
	begun := []string{"rename " + nextSum, "sync .", "set aside base/b.yaml"}
	for _, path := range staged {
		inOrder(t, order, append([]string{"write " + path, "sync " + path}, begun...)...)
	}
	for _, folder := range []string{"base", "overlays", "overlays/dev", "overlays/new"} {
		inOrder(t, order, "rename overlays/new/k.yaml", "sync "+folder, "rename "+sumFile, "sync .", "remove "+stageDir)
	}
}

// inOrder requires steps to be among order, one after the other.
func inOrder(t *testing.T, order []string, steps ...string) {
	t.Helper()
	rest := order
	for _, step := range steps {
		i := slices.Index(rest, step)
		if i < 0 {
			t.Errorf("no %q, in this order, of %q in\n%s", step, steps, strings.Join(order, "\n"))
			return
		}
		rest = rest[i+1:]
	}
}
