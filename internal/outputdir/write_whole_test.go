package outputdir_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestAFailedStepLeavesAWholeTree is a full disk or a lost permission: whichever step
// fails, Write returns the error, and the tree is the old one or the new one.
func TestAFailedStepLeavesAWholeTree(t *testing.T) {
	old := files("base/a.yaml=1", "base/b.yaml=1", "overlays/dev/k.yaml=1")
	next := files("base/a.yaml=2", "base/c.yaml=2", "overlays/dev/k.yaml=2", "overlays/prod/config/k.conf=2")
	failures := 0
	for n := 0; ; n++ {
		dir, left := t.TempDir(), n
		write(t, dir, old)
		_, err := tryWrite(dir, next, onStep(func(string, string) error {
			if left--; left == -1 {
				return errCrash
			}
			return nil
		}))
		if err == nil {
			break
		}
		failures++
		if !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
		if got := readTree(t, dir); !reflect.DeepEqual(treeOnly(got), pairs(old)) && !reflect.DeepEqual(treeOnly(got), pairs(next)) {
			t.Errorf("failure at %d left %q", n, got)
		}
		write(t, dir, next)
		if got := readTree(t, dir); !reflect.DeepEqual(got, pairs(next)) {
			t.Errorf("failure at %d: %q", n, got)
		}
	}
	if failures < 20 {
		t.Errorf("only %d steps failed", failures)
	}
}

// TestAFolderThatCannotBeWritten fails every step below a folder for good, as a
// mount or a lost permission does, in the first write and in the one that finishes
// a killed one.
func TestAFolderThatCannotBeWritten(t *testing.T) {
	old := files("base/a.yaml=1", "base/gone.yaml=1", "overlays/dev/k.yaml=1", "overlays/prod/k.yaml=1")
	next := files("base/a.yaml=2", "base/config/new.conf=2", "overlays/dev/k.yaml=2", "overlays/prod/k.yaml=2")
	for _, folder := range []string{"base", "base/config", "overlays/dev", "overlays/prod"} {
		for _, killed := range []bool{false, true} {
			dir := t.TempDir()
			write(t, dir, old)
			if killed {
				crash(t, dir, next, "rename", sumFile)
				puts("base/a.yaml=1", "base/gone.yaml=1", "overlays/dev/k.yaml=1", "overlays/prod/k.yaml=1")(t, dir)
				if err := os.RemoveAll(filepath.Join(dir, "base", "config")); err != nil {
					t.Fatal(err)
				}
			}
			_, err := tryWrite(dir, next, onStep(func(operation, path string) error {
				if operation != "sync" && (path == folder || strings.HasPrefix(path, folder+"/")) {
					return os.ErrPermission
				}
				return nil
			}))
			if !errors.Is(err, os.ErrPermission) {
				t.Fatalf("%s: %v", folder, err)
			}
			if got := readTree(t, dir); !reflect.DeepEqual(got, pairs(old)) {
				t.Errorf("%s, killed %v: %q", folder, killed, got)
			}
			write(t, dir, next)
			if got := readTree(t, dir); !reflect.DeepEqual(got, pairs(next)) {
				t.Errorf("%s, killed %v: then %q", folder, killed, got)
			}
		}
	}
}

// TestWhatIsInTheWayComesBack: with Force too, a write that fails takes nothing away.
func TestWhatIsInTheWayComesBack(t *testing.T) {
	dir := t.TempDir()
	puts("base=mine", "overlays/dev/k.yaml=mine")(t, dir)
	links("overlays/prod", "dev")(t, dir)
	next := files("base/a.yaml=1", "overlays/dev/k.yaml=1", "overlays/prod/k.yaml=1")
	_, err := tryWrite(dir, next, force(), onStep(func(operation, path string) error {
		if operation == "rename" && path == sumFile {
			return errCrash
		}
		return nil
	}))
	if !errors.Is(err, errCrash) {
		t.Fatal(err)
	}
	if target, err := os.Readlink(filepath.Join(dir, "overlays", "prod")); err != nil || target != "dev" {
		t.Errorf("the link is %q, %v", target, err)
	}
	if got := readTree(t, dir); !reflect.DeepEqual(got[:2], []string{"base=mine", "overlays/dev/k.yaml=mine"}) {
		t.Errorf("tree %q", got)
	}
}
