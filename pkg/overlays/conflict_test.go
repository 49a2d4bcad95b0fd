package overlays_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/foldertest"
	"github.com/djangostack/djangostack/pkg/overlays"
)

func isConflict(err error) bool {
	_, ok := errors.AsType[*overlays.ConflictError](err)
	return ok
}

// TestConflictError: whoever calls Write learns of every file what is the matter with it, and
// people read what they always did.
func TestConflictError(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deploy")
	write(t, dir, files("base/a.yaml=1", "base/b.yaml=1", "base/c.yaml=1", "base/gone.yaml=1"))
	for _, mess := range []foldertest.Mess{
		foldertest.Puts("base/a.yaml=mine", "base/gone.yaml=mine", "base/new.yaml=mine", "overlays=mine"),
		foldertest.BecomesFolder("base/b.yaml"), foldertest.Links("base/c.yaml", "a.yaml"),
	} {
		mess(t, dir)
	}
	_, err := overlays.Write(t.Context(), dir, files("base/a.yaml=2", "base/b.yaml=2", "base/c.yaml=2", "base/new.yaml=2", "overlays/dev/k.yaml=2"))
	conflict, ok := errors.AsType[*overlays.ConflictError](fmt.Errorf("shop: %w", err))
	if !ok {
		t.Fatalf("error %v is no conflict", err)
	}
	want := &overlays.ConflictError{Dir: dir, Conflicts: []overlays.Conflict{
		{Path: "base/a.yaml", Reason: overlays.ConflictEdited, Message: "was edited by hand"},
		{Path: "base/b.yaml", Reason: overlays.ConflictNotAFile, Message: "is a link or folder"},
		{Path: "base/c.yaml", Reason: overlays.ConflictNotAFile, Message: "is a link or folder"},
		{Path: "base/new.yaml", Reason: overlays.ConflictForeign, Message: "was not written by djangostack"},
		{Path: "overlays", Reason: overlays.ConflictNotAFolder, Message: "is a file where a folder belongs"},
		{Path: "base/gone.yaml", Reason: overlays.ConflictEdited, Message: "is no longer needed, but was edited by hand"},
	}}
	if diff := cmp.Diff(want, conflict); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	const text = `: files in the way
  base/a.yaml was edited by hand
  base/b.yaml is a link or folder
  base/c.yaml is a link or folder
  base/new.yaml was not written by djangostack
  overlays is a file where a folder belongs
  base/gone.yaml is no longer needed, but was edited by hand
move your changes to the spec or to a kustomization of your own that uses this one, then delete or restore these files; or overwrite them with --force`
	if got := strings.TrimPrefix(err.Error(), dir); got != text {
		t.Errorf("text %q, want %q", got, text)
	}
}

// TestConflictsAreCounted: a list of files that nobody reads to its end does not go on.
func TestConflictsAreCounted(t *testing.T) {
	dir := t.TempDir()
	var list []overlays.File
	for i := range 103 {
		list = append(list, overlays.File{Path: fmt.Sprintf("base/%03d", i)})
		foldertest.Put(t, filepath.Join(dir, list[i].Path), "mine")
	}
	_, err := overlays.Write(t.Context(), dir, list)
	if !isConflict(err) || strings.Count(err.Error(), "written by") != 100 || !strings.Contains(err.Error(), "\n  and 3 more\n") {
		t.Error(err)
	}
}
