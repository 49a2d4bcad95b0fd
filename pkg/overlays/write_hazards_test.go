package overlays_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestForceAfterACrash: what came into the place of a folder that was staged gives
// way, and nothing is in the way for ever.
func TestForceAfterACrash(t *testing.T) {
	next := files("base/a.yaml=1")
	for _, tc := range []struct {
		reason string
		mess   mess
	}{
		{"a file", puts("base=mine")},
		{"an empty folder", becomesFolder("base")},
	} {
		dir := t.TempDir()
		_, err := overlays.Write(dir, next, overlays.Step(func(operation, path string) error {
			if operation == "rename" && path == "base" {
				return errCrash
			}
			return nil
		}))
		if !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
		tc.mess(t, dir)
		_, err = overlays.Write(dir, next)
		if !errors.Is(err, overlays.ErrConflict) || strings.Count(err.Error(), "\n  base ") != 1 {
			t.Errorf("%s: %v, want one conflict over base", tc.reason, err)
		}
		write(t, dir, next, overlays.Force())
		if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"base/a.yaml=1"}) {
			t.Errorf("%s: %q", tc.reason, got)
		}
	}
}

// TestForceStagesFirst: a file that is to give way is there until all that takes its
// place is on the disk.
func TestForceStagesFirst(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "base"), "mine")
	_, err := overlays.Write(dir, files("base/a.yaml=1"), overlays.Force(), overlays.Step(func(operation, _ string) error {
		if operation == "write" {
			return errCrash
		}
		return nil
	}))
	if !errors.Is(err, errCrash) {
		t.Fatal(err)
	}
	if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"base=mine"}) {
		t.Errorf("tree %q after a disk that was full", got)
	}
}

// TestALinkIsNotRemoved: a folder left empty goes, a link to one is somebody's.
func TestALinkIsNotRemoved(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "elsewhere", "keep.txt"), "x")
	if err := os.Mkdir(filepath.Join(dir, "overlays"), 0o755); err != nil {
		t.Fatal(err)
	}
	links("overlays/dev", "../elsewhere")(t, dir)
	write(t, dir, files("base/a.yaml=1", "overlays/dev/k.yaml=1"))
	write(t, dir, files("base/a.yaml=1"))
	if _, err := os.Lstat(filepath.Join(dir, "overlays", "dev")); err != nil {
		t.Error(err)
	}
}

// TestOneWriterAtATime: two would leave a tree of both.
func TestOneWriterAtATime(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no locks of folders")
	}
	dir := t.TempDir()
	var inside error
	_, err := overlays.Write(dir, files("a.yaml=1"), overlays.Step(func(operation, path string) error {
		if operation == "write" && inside == nil {
			_, inside = overlays.Write(dir, files("a.yaml=2"))
		}
		return nil
	}))
	if err != nil || inside == nil || !strings.Contains(inside.Error(), "another djangostack is writing there") {
		t.Errorf("the first writer got %v, the second %v", err, inside)
	}
	if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"a.yaml=1"}) {
		t.Errorf("tree %q", got)
	}
}

// TestHiddenFoldersAreNotOurs: a file of another's making must not lead into .git.
func TestHiddenFoldersAreNotOurs(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{".git/hooks/pre-commit", "base/.cache/a"} {
		if _, err := overlays.Write(dir, files(path+"=x")); err == nil || !strings.Contains(err.Error(), "hidden folder") {
			t.Errorf("%s: %v", path, err)
		}
	}
	put(t, filepath.Join(dir, ".djangostack.stage", "0"), "evil")
	put(t, filepath.Join(dir, ".djangostack.stage", "journal.json"),
		`{"steps": [{"path": ".git/hooks/pre-commit", "staged": ".djangostack.stage/0"}]}`)
	if _, err := overlays.Write(dir, files("a.yaml=1")); err == nil || !strings.Contains(err.Error(), "hidden folder") {
		t.Errorf("a planted journal: %v", err)
	}
}
