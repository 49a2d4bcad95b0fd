package outputdir_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/outputdir"
)

// crash writes and is killed before the operation on a path, as if at once: nothing
// is cleaned up.
func crash(t *testing.T, dir string, list []outputdir.File, operation, path string) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Fatalf("no %s of %s", operation, path)
		}
	}()
	_, _ = tryWrite(dir, list, onStep(func(o, p string) error {
		if o == operation && p == path {
			panic(errCrash)
		}
		return nil
	}))
}

// TestPutBackAfterACrash: git checkout brings the tracked files of the old tree back, and
// leaves what it knows nothing of: new files, and what tells that they are ours.
func TestPutBackAfterACrash(t *testing.T) {
	old := files("base/a.yaml=1", "base/b.yaml=1", "base/c.yaml=1")
	next := files("base/a.yaml=2", "base/c.yaml=2", "base/d.yaml=2", "overlays/new/k.yaml=2")
	for _, then := range [][]outputdir.File{next, old, files("base/a.yaml=3", "base/d.yaml=3")} {
		for step := 0; ; step++ {
			dir := t.TempDir()
			write(t, dir, old)
			tracked := sumOf(t, dir)
			killed := attempt(t, dir, next, step)
			if _, err := os.Lstat(filepath.Join(dir, nextSum)); !killed || step > 10 && err != nil {
				break // the list is that of the new tree
			}
			puts(pairs(old)...)(t, dir)
			putSum(t, dir, tracked)
			write(t, dir, then)
			if got := readTree(t, dir); !reflect.DeepEqual(got, pairs(then)) {
				t.Errorf("stopped at %d: %q, want %q", step, got, pairs(then))
			}
			if report, err := check(dir, then); err != nil || !clean(report) {
				t.Errorf("stopped at %d: %+v %v", step, report, err)
			}
		}
	}
}

// TestAFailureAfterACrash: the write after a killed one fails at each of its steps. The
// tree is as it found it, or the new one, and no file is taken for somebody's.
func TestAFailureAfterACrash(t *testing.T) {
	old := files("base/a.yaml=1", "base/b.yaml=1", "base/c.yaml=1")
	next := files("base/a.yaml=2", "base/c.yaml=2", "base/d.yaml=2", "overlays/new/k.yaml=2")
	third := files("base/a.yaml=3", "base/c.yaml=2", "overlays/new/l.yaml=3")
	for step := 0; ; step++ {
		dir, left, failed := t.TempDir(), step, false
		write(t, dir, old)
		crash(t, dir, next, "set aside", "base/c.yaml")
		before := treeOnly(readTree(t, dir))
		_, err := tryWrite(dir, third, onStep(func(string, string) error {
			if left--; left == -1 {
				failed = true
				return errCrash
			}
			return nil
		}))
		if !failed {
			break
		}
		if !errors.Is(err, errCrash) {
			t.Errorf("failure at %d: %v", step, err)
		}
		if got := treeOnly(readTree(t, dir)); !reflect.DeepEqual(got, before) && !reflect.DeepEqual(got, pairs(third)) {
			t.Errorf("failure at %d left %q, found %q", step, got, before)
		}
		for _, goal := range [][]outputdir.File{next, old} {
			write(t, dir, goal)
			if got := readTree(t, dir); !reflect.DeepEqual(got, pairs(goal)) {
				t.Errorf("failure at %d: %q, want %q", step, got, pairs(goal))
			}
		}
	}
}

// TestPutBackInPart: one file is put back, another is edited. The first is ours,
// the second is not.
func TestPutBackInPart(t *testing.T) {
	dir := t.TempDir()
	next := files("base/a.yaml=2", "base/b.yaml=2", "base/c.yaml=2")
	write(t, dir, files("base/a.yaml=1", "base/b.yaml=1", "base/c.yaml=1"))
	crash(t, dir, next, "rename", "base/c.yaml")
	puts("base/a.yaml=1", "base/b.yaml=mine")(t, dir)
	if _, err := tryWrite(dir, next); !errors.Is(err, errConflict) || strings.Contains(err.Error(), "base/a.yaml") {
		t.Errorf("error %v, want a conflict over base/b.yaml alone", err)
	}
	if got := readTree(t, dir); !strings.Contains(fmt.Sprint(got), "base/b.yaml=mine") {
		t.Errorf("tree %q", got)
	}
	write(t, dir, next, force())
	if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"base/a.yaml=2", "base/b.yaml=2", "base/c.yaml=2"}) {
		t.Errorf("tree %q", got)
	}
}

// TestPutBackBesideAnEdit: what the write had nothing to do with is as it was, an
// edited file somebody's.
func TestPutBackBesideAnEdit(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("base/a.yaml=1", "base/b.yaml=1", "base/z.yaml=1"))
	crash(t, dir, files("base/a.yaml=2", "base/b.yaml=2", "base/z.yaml=1"), "rename", "base/b.yaml")
	puts("base/a.yaml=1", "base/z.yaml=mine")(t, dir)
	_, err := tryWrite(dir, files("base/a.yaml=2", "base/b.yaml=2"))
	if !errors.Is(err, errConflict) || !strings.Contains(err.Error(), "base/z.yaml is no longer needed, but was edited by hand") {
		t.Errorf("error %v, want a conflict over base/z.yaml", err)
	}
}

// TestForceAfterACrashAndMore: whatever else has become of the files of a write that
// was interrupted, --force goes on.
func TestForceAfterACrashAndMore(t *testing.T) {
	next := files("base/a.yaml=2", "base/b.yaml=2")
	for _, tc := range []struct {
		reason string
		mess   mess
	}{
		{"a file is deleted", removes("base/b.yaml")},
		{"one that was done is deleted", removes("base/a.yaml")},
		{"the folder is a file", func(t *testing.T, dir string) { t.Helper(); removes("base")(t, dir); puts("base=mine")(t, dir) }},
		{"a file is a folder", becomesFolder("base/b.yaml")},
		{"a file is a link", links("base/b.yaml", "base/a.yaml")},
	} {
		for _, stopped := range []string{"base/a.yaml", "base/b.yaml"} {
			dir := t.TempDir()
			write(t, dir, files("base/a.yaml=1", "base/b.yaml=1"))
			crash(t, dir, next, "rename", stopped)
			tc.mess(t, dir)
			write(t, dir, next, force())
			if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"base/a.yaml=2", "base/b.yaml=2"}) {
				t.Errorf("%s, stopped before %s: %q", tc.reason, stopped, got)
			}
		}
	}
}

// TestPlantedStage: nothing that a repository holds in the place of what a write leaves comes
// into the tree, and no link there is followed.
func TestPlantedStage(t *testing.T) {
	for _, tc := range []struct {
		reason string
		mess   mess
	}{
		{"files", puts(stageDir+"/base/a.yaml=evil", stageDir+"/base/evil.yaml=evil", stageDir+"/old-0=evil")},
		{"a file", puts(stageDir + "=evil")},
		{"a link to a folder", links(stageDir, "theirs")},
		{"a link to a file", links(nextSum, "README.md")},
		{"a folder", becomesFolder(nextSum)},
		{"a link in the stage", func(t *testing.T, dir string) {
			t.Helper()
			puts(stageDir+"/x=evil", nextSum+"=")(t, dir)
			links(stageDir+"/"+sumFile, "../README.md")(t, dir)
			links(stageDir+"/base", "../theirs")(t, dir)
		}},
	} {
		for _, old := range [][]outputdir.File{nil, files("base/a.yaml=1", "overlays/dev/k.yaml=1")} {
			dir := t.TempDir()
			puts("README.md=theirs", "theirs/a.yaml=theirs")(t, dir)
			write(t, dir, old)
			tc.mess(t, dir)
			next := files("base/a.yaml=2", "base/b.yaml=2")
			write(t, dir, next)
			want := append([]string{"README.md=theirs"}, append(pairs(next), "theirs/a.yaml=theirs")...)
			if got := readTree(t, dir); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %q, want %q", tc.reason, got, want)
			}
		}
	}
}

func sumOf(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, sumFile))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(data), "\n")
}

func putSum(t *testing.T, dir, sum string) {
	t.Helper()
	put(t, filepath.Join(dir, sumFile), sum)
}
