package overlays_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
)

// crash writes and is killed before the operation on a path, as if at once: nothing
// is cleaned up.
func crash(t *testing.T, dir string, list []overlays.File, operation, path string) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Fatalf("no %s of %s", operation, path)
		}
	}()
	_, _ = overlays.Write(dir, list, overlays.Step(func(o, p string) error {
		if o == operation && p == path {
			panic(errCrash)
		}
		return nil
	}))
}

// TestPutBackAfterACrash: git checkout brings the tracked files of the old tree back
// and leaves the stage. The next write owns the tree as it is.
func TestPutBackAfterACrash(t *testing.T) {
	old := files("base/a.yaml=1", "base/b.yaml=1", "base/c.yaml=1")
	next := files("base/a.yaml=2", "base/c.yaml=2", "base/d.yaml=2", "overlays/new/k.yaml=2")
	wantNext := []string{"base/a.yaml=2", "base/c.yaml=2", "base/d.yaml=2", "overlays/new/k.yaml=2"}
	for _, stopped := range []string{"base/c.yaml", "base/d.yaml", "overlays", overlays.SumFile} {
		for _, then := range []struct {
			list []overlays.File
			want []string
		}{
			{next, wantNext},
			{old, []string{"base/a.yaml=1", "base/b.yaml=1", "base/c.yaml=1"}},
			{files("base/a.yaml=3", "base/d.yaml=3"), []string{"base/a.yaml=3", "base/d.yaml=3"}},
		} {
			dir := t.TempDir()
			write(t, dir, old)
			tracked := sumOf(t, dir)
			crash(t, dir, next, "rename", stopped)
			puts("base/a.yaml=1", "base/b.yaml=1", "base/c.yaml=1")(t, dir)
			putSum(t, dir, tracked)
			write(t, dir, then.list)
			if got := readTree(t, dir); !reflect.DeepEqual(got, then.want) {
				t.Errorf("stopped before %s: %q, want %q", stopped, got, then.want)
			}
			if report, err := overlays.Check(dir, then.list); err != nil || !report.Clean() {
				t.Errorf("stopped before %s: %+v %v", stopped, report, err)
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
	if _, err := overlays.Write(dir, next); !errors.Is(err, overlays.ErrConflict) || strings.Contains(err.Error(), "base/a.yaml") {
		t.Errorf("error %v, want a conflict over base/b.yaml alone", err)
	}
	if got := readTree(t, dir); !strings.Contains(fmt.Sprint(got), "base/b.yaml=mine") {
		t.Errorf("tree %q", got)
	}
	write(t, dir, next, overlays.Force())
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
	_, err := overlays.Write(dir, files("base/a.yaml=2", "base/b.yaml=2"))
	if !errors.Is(err, overlays.ErrConflict) || !strings.Contains(err.Error(), "base/z.yaml is no longer needed, but was edited by hand") {
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
			write(t, dir, next, overlays.Force())
			if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"base/a.yaml=2", "base/b.yaml=2"}) {
				t.Errorf("%s, stopped before %s: %q", tc.reason, stopped, got)
			}
		}
	}
}

// TestPlantedStage: a stage of another's making, as a repository may hold one, puts
// nothing into the tree but what the sum file beside it lists, and never into .git.
func TestPlantedStage(t *testing.T) {
	evil := fmt.Sprintf("%x", sha256.Sum256([]byte("evil\n")))
	sum := evil + "  base/a.yaml\n"
	for _, tc := range []struct{ reason, journal, want string }{
		{"a file named .git", `{"path": ".git", "staged": ".djangostack.stage/0", "new": "` + evil + `"}`, "is not ours"},
		{"a file the sum file lacks", `{"path": "Makefile", "staged": ".djangostack.stage/0", "new": "` + evil + `"}`, "is not ours"},
		{"another content", `{"path": "base/a.yaml", "staged": ".djangostack.stage/1", "new": "` + evil + `"}`, "is not what"},
		{"no content said", `{"path": "base/a.yaml", "staged": ".djangostack.stage/0"}`, "is not ours"},
		{"a folder", `{"path": "base", "staged": ".djangostack.stage/new-base"}`, "is not what"},
	} {
		dir := t.TempDir()
		stage := filepath.Join(dir, ".djangostack.stage")
		put(t, filepath.Join(stage, "0"), "evil")
		put(t, filepath.Join(stage, "1"), "worse")
		put(t, filepath.Join(stage, "new-base", "x"), "evil")
		put(t, filepath.Join(stage, "2"), strings.TrimSuffix(sum, "\n"))
		put(t, filepath.Join(stage, "journal.json"),
			`{"steps": [`+tc.journal+`, {"path": ".djangostack.sum", "staged": ".djangostack.stage/2"}]}`)
		_, err := overlays.Write(dir, files("base/b.yaml=1"))
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.reason, err, tc.want)
		}
		for _, path := range []string{".git", "Makefile", "base"} {
			if _, err := os.Lstat(filepath.Join(dir, path)); err == nil {
				t.Errorf("%s: made %s", tc.reason, path)
			}
		}
	}
}

func sumOf(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, overlays.SumFile))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(data), "\n")
}

func putSum(t *testing.T, dir, sum string) {
	t.Helper()
	put(t, filepath.Join(dir, overlays.SumFile), sum)
}
