package overlays_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestWhatTheDiskHasFirst: a loss of power leaves the old tree or what makes the new
// one. So the disk has every staged file before the journal that decides, the
// journal before the first change to the tree, and the tree before the journal goes.
func TestWhatTheDiskHasFirst(t *testing.T) {
	const stage, journal = ".djangostack.stage", ".djangostack.stage/journal.json"
	dir := t.TempDir()
	write(t, dir, files("base/a.yaml=1", "base/b.yaml=1", "overlays/dev/k.yaml=1"))
	var order []string
	write(t, dir, files("base/a.yaml=2", "overlays/dev/k.yaml=2", "overlays/new/k.yaml=2"),
		overlays.Step(func(operation, path string) error {
			order = append(order, operation+" "+path)
			return nil
		}))
	var staged []string
	for _, step := range order {
		if path, ok := strings.CutPrefix(step, "write "); ok {
			staged = append(staged, path)
		}
	}
	if len(staged) != 5 { // three files, the sum file, the journal
		t.Fatalf("staged %q", staged)
	}
	decided := "rename " + journal
	for _, path := range staged {
		inOrder(t, order, "write "+path, "sync "+path, decided)
	}
	inOrder(t, order, "write "+journal+".new", "sync "+stage, decided, "sync "+stage, "set aside base/b.yaml", "rename base/a.yaml",
		"rename "+overlays.SumFile)
	for _, folder := range []string{".", "base", "overlays", "overlays/dev", "overlays/new"} {
		inOrder(t, order, "rename "+overlays.SumFile, "sync "+folder, "rename "+journal+".done")
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
