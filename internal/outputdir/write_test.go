package outputdir_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/djangostack/djangostack/internal/outputdir"
)

func TestWrite(t *testing.T) {
	old := files("base/a.yaml=1", "base/b.yaml=1", "overlays/dev/k.yaml=1")
	tests := []struct {
		reason   string
		mess     mess
		next     []outputdir.File
		opts     []option
		conflict []string // paths the error must list; nothing may change then
		want     []string
	}{
		{
			reason: "a changed file is replaced, a new one added", next: files("base/a.yaml=2", "base/b.yaml=1", "base/c.yaml=1", "overlays/dev/k.yaml=1"),
			want: []string{"base/a.yaml=2", "base/b.yaml=1", "base/c.yaml=1", "overlays/dev/k.yaml=1"},
		},
		{reason: "a stale file goes, and its empty folder", next: files("base/a.yaml=1", "base/b.yaml=1"), want: []string{"base/a.yaml=1", "base/b.yaml=1"}},
		{
			reason: "a foreign file keeps its folder alive", mess: puts("overlays/dev/mine.txt=x"),
			next: files("base/a.yaml=1", "base/b.yaml=1"), want: []string{"base/a.yaml=1", "base/b.yaml=1", "overlays/dev/mine.txt=x"},
		},
		{
			reason: "an edited file is refused", mess: puts("base/a.yaml=hand"),
			next: files("base/a.yaml=2", "base/b.yaml=2"), conflict: []string{"base/a.yaml was edited by hand"},
		},
		{
			reason: "an edited stale file is refused", mess: puts("base/b.yaml=hand"),
			next: files("base/a.yaml=1"), conflict: []string{"base/b.yaml is no longer needed, but was edited by hand"},
		},
		{reason: "all conflicts come in one error", mess: puts("base/a.yaml=hand", "base/new.yaml=foreign"), next: files("base/a.yaml=2", "base/new.yaml=2"), conflict: []string{"base/a.yaml was edited by hand", "base/new.yaml was not written by maker"}},
		{reason: "force overwrites them", mess: puts("base/a.yaml=hand", "base/new.yaml=foreign"), next: files("base/a.yaml=2", "base/new.yaml=2"), opts: []option{force()}, want: []string{"base/a.yaml=2", "base/new.yaml=2"}},
		{
			reason: "an edit that is what the spec now says is no edit", mess: puts("base/a.yaml=2"),
			next: files("base/a.yaml=2"), want: []string{"base/a.yaml=2"},
		},
		{
			reason: "a foreign file with the right content is adopted", mess: puts("base/z.yaml=1"),
			next: files("base/a.yaml=1", "base/z.yaml=1"), want: []string{"base/a.yaml=1", "base/z.yaml=1"},
		},
		{
			reason: "a deleted file comes back", mess: removes("base"), next: old,
			want: []string{"base/a.yaml=1", "base/b.yaml=1", "overlays/dev/k.yaml=1"},
		},
		{reason: "a link in place of a file is not written through", mess: links("base/a.yaml", "base/b.yaml"), next: files("base/a.yaml=2", "base/b.yaml=1"), conflict: []string{"base/a.yaml is a link or folder"}},
		{reason: "force replaces the link, not what it points to", mess: links("base/a.yaml", "base/b.yaml"), next: files("base/a.yaml=2", "base/b.yaml=1"), opts: []option{force()}, want: []string{"base/a.yaml=2", "base/b.yaml=1"}},
		{
			reason: "a file where a folder belongs is refused", mess: puts("base/config=x"),
			next: files("base/config/a=1", "base/config/b=1"), conflict: []string{"base/config is a file where a folder belongs"},
		},
		{
			reason: "a link where a folder belongs is refused", mess: links("base/config", "nowhere"),
			next: files("base/config/a=1"), conflict: []string{"base/config is a link where a folder belongs"},
		},
		{
			reason: "force removes the link", mess: links("base/config", "nowhere"),
			next: files("base/config/a=1"), opts: []option{force()}, want: []string{"base/config/a=1"},
		},
		{
			reason: "a folder in the place of the sum file is refused", mess: becomesFolder(sumFile),
			next: files("base/z.yaml=1"), conflict: []string{sumFile + " is a link or folder"},
		},
		{
			reason: "force removes it", mess: becomesFolder(sumFile), next: files("base/z.yaml=1"), opts: []option{force()},
			want: []string{"base/a.yaml=1", "base/b.yaml=1", "base/z.yaml=1", "overlays/dev/k.yaml=1"},
		},
		{reason: "everything can go", next: nil, want: nil},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, old)
			if test.mess != nil {
				test.mess(t, dir)
			}
			before := readTree(t, dir)
			_, err := tryWrite(dir, test.next, test.opts...)
			if test.conflict != nil {
				if !errors.Is(err, errConflict) {
					t.Fatalf("error %v, want a conflict", err)
				}
				for _, line := range test.conflict {
					if !strings.Contains(err.Error(), "  "+line+"\n") {
						t.Errorf("error lacks %q: %v", line, err)
					}
				}
				test.want = before
			} else if err != nil {
				t.Fatal(err)
			}
			if got := readTree(t, dir); !reflect.DeepEqual(got, test.want) {
				t.Errorf("tree %q, want %q", got, test.want)
			}
		})
	}
}

func TestWriteNothingWhenNothingChanged(t *testing.T) {
	dir := t.TempDir()
	list := files("base/a.yaml=1", "base/b.yaml=1")
	write(t, dir, list)
	past := time.Now().Add(-time.Hour).Truncate(time.Second)
	for _, path := range []string{"base/a.yaml", sumFile, "base", "."} {
		if err := os.Chtimes(filepath.Join(dir, path), past, past); err != nil {
			t.Fatal(err)
		}
	}
	result := write(t, dir, list, onStep(func(operation, path string) error {
		return fmt.Errorf("%s %s", operation, path)
	}))
	if len(result.Written)+len(result.Removed) > 0 || result.Unchanged != 2 {
		t.Errorf("result %+v", result)
	}
	for _, path := range []string{"base/a.yaml", sumFile, "base", "."} {
		if info, _ := os.Stat(filepath.Join(dir, path)); !info.ModTime().Equal(past) {
			t.Errorf("%s was touched", path)
		}
	}
}

var errCrash = errors.New("crash")

// attempt writes and is killed before the step of that number, if it has so many.
func attempt(t *testing.T, dir string, list []outputdir.File, step int) (killed bool) {
	t.Helper()
	defer func() { killed = recover() != nil }()
	_, err := tryWrite(dir, list, onStep(func(string, string) error {
		if step--; step < 0 {
			panic(errCrash) // as a killed process: nothing is cleaned up
		}
		return nil
	}))
	if err != nil {
		t.Errorf("%d steps before the kill: %v", step, err)
	}
	return false
}

// TestWriteSurvivesACrashAnywhere stops a write before each of its steps, and then those
// of the same tree or others before each of theirs, until one is through.
func TestWriteSurvivesACrashAnywhere(t *testing.T) {
	old := files("base/a.yaml=1", "base/b.yaml=1", "overlays/dev/k.yaml=1")
	next := files("base/a.yaml=2", "base/c.yaml=2", "overlays/prod/k.yaml=2")
	third := files("base/a.yaml=3", "base/b.yaml=2", "base/c.yaml=3")
	for _, first := range [][]outputdir.File{nil, old} {
		kills := 0
		for {
			dir := t.TempDir()
			write(t, dir, first)
			if !attempt(t, dir, next, kills) {
				break
			}
			kills++
			if report, err := check(dir, next); err != nil || report.Edited {
				t.Errorf("killed at %d: check: %+v %v", kills, report, err)
			}
			goals := [][]outputdir.File{next, third, old}
			for again := kills % 4; attempt(t, dir, goals[again%len(goals)], again); again += 4 {
			}
			// Whoever runs next gets a whole tree, whatever it asks for.
			for _, goal := range goals {
				write(t, dir, goal)
				if got := readTree(t, dir); !reflect.DeepEqual(got, pairs(goal)) {
					t.Errorf("killed at %d: %q, want %q", kills, got, pairs(goal))
				}
				if report, err := check(dir, goal); err != nil || !clean(report) {
					t.Errorf("killed at %d: check: %+v %v", kills, report, err)
				}
			}
		}
		if kills < 10 {
			t.Errorf("only %d places to be killed at", kills)
		}
	}
}

func TestAnEditAfterACrashIsKept(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("base/a.yaml=1", "base/b.yaml=1"))
	func() {
		defer func() { _ = recover() }()
		tryWrite(dir, files("base/a.yaml=2", "base/b.yaml=2"), onStep(func(operation, path string) error {
			if operation == "rename" && path == "base/b.yaml" {
				panic(errCrash)
			}
			return nil
		}))
	}()
	report, err := check(dir, files("base/a.yaml=2", "base/b.yaml=2"))
	if err != nil || !report.Interrupted {
		t.Errorf("check after the crash: %+v %v", report, err)
	}
	put(t, dir+"/base/b.yaml", "hand")
	if _, err := tryWrite(dir, files("base/a.yaml=2", "base/b.yaml=2")); !errors.Is(err, errConflict) {
		t.Errorf("error %v, want a conflict", err)
	}
	if got := readTree(t, dir); !strings.Contains(fmt.Sprint(got), "base/b.yaml=hand") {
		t.Errorf("tree %q", got)
	}
	write(t, dir, files("base/a.yaml=2", "base/b.yaml=2"), force())
	if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"base/a.yaml=2", "base/b.yaml=2"}) {
		t.Errorf("tree %q", got)
	}
}

func TestWriteStaysInside(t *testing.T) {
	outside := t.TempDir()
	put(t, outside+"/base/k.yaml", "theirs")
	t.Run("a link out of the folder is never written through", func(t *testing.T) {
		dir := t.TempDir()
		links("base", outside)(t, dir)
		if _, err := tryWrite(dir, files("base/k.yaml=1")); !errors.Is(err, errConflict) {
			t.Errorf("error %v", err)
		}
		write(t, dir, files("base/k.yaml=1"), force())
		if got := readTree(t, outside); !reflect.DeepEqual(got, []string{"base/k.yaml=theirs"}) {
			t.Errorf("outside: %q", got)
		}
	})
	for _, path := range []string{"../a", "/a", "a/../../b", "a//b", "", ".", "a\nb", `a\b`, "c:d", sumFile, ".maker.stage/x", "x.yaml", "base", "overlays/k.yaml", "overlays/Dev/k.yaml", "base/.git", "base/.cache/a", "base/caf\u00e9", "base/a~1", "BASE/a"} {
		t.Run("path "+fmt.Sprintf("%q", path), func(t *testing.T) {
			dir := t.TempDir()
			if _, err := tryWrite(dir, []outputdir.File{{Path: path}}); err == nil {
				t.Error("accepted")
			}
		})
	}
	t.Run("a sum file cannot point outside", func(t *testing.T) {
		dir := t.TempDir()
		put(t, dir+"/"+sumFile, strings.Repeat("0", 64)+"  ../k.yaml")
		if _, err := tryWrite(dir, nil); err == nil || !strings.Contains(err.Error(), "restore the file from git") {
			t.Errorf("error %v", err)
		}
	})
}

// TestWriteSaysWhatIsReadOnly has the system refuse one step after the other, as it
// does in a folder that may not be written to. It asks nobody's permission for that,
// since root has every one.
func TestWriteSaysWhatIsReadOnly(t *testing.T) {
	refused := map[string]bool{}
	for n := 0; ; n++ {
		dir, left, operation := t.TempDir(), n, ""
		write(t, dir, files("base/a.yaml=1", "base/b.yaml=1"))
		_, err := tryWrite(dir, files("base/a.yaml=2", "overlays/dev/k.yaml=2"), onStep(func(op, path string) error {
			if left--; left != -1 {
				return nil
			}
			operation = op
			return &fs.PathError{Op: "openat", Path: path, Err: syscall.EACCES}
		}))
		if err == nil {
			break
		}
		refused[operation] = true
		first, _, _ := strings.Cut(err.Error(), "\n")
		if !strings.HasPrefix(first, dir+": ") || !strings.HasSuffix(first, ": permission denied; make it writable for you, or choose another output folder") {
			t.Errorf("%s: %v", operation, err)
		}
	}
	for _, operation := range []string{"write", "mkdir", "rename", "set aside", "remove", "sync"} {
		if !refused[operation] {
			t.Errorf("no %s was refused", operation)
		}
	}
}

// TestSumFileIsSha256sums: the list has the form that sha256sum -c reads.
func TestSumFileIsSha256sums(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("base/a.yaml=1", "base/b.yaml=2"))
	var want string
	for _, path := range []string{"base/a.yaml", "base/b.yaml"} {
		data, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		want += fmt.Sprintf("%x  %s\n", sha256.Sum256(data), path)
	}
	got, err := os.ReadFile(filepath.Join(dir, sumFile))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("base/a.yaml=1", "base/b.yaml=1", "base/c.yaml=1", "base/d.yaml=1"))
	put(t, dir+"/base/b.yaml", "hand")
	os.Remove(dir + "/base/c.yaml")
	before := readTree(t, dir)
	report, err := check(dir, files("base/a.yaml=1", "base/b.yaml=1", "base/c.yaml=1"))
	if err != nil {
		t.Fatal(err)
	}
	if got := readTree(t, dir); !reflect.DeepEqual(got, before) {
		t.Errorf("check wrote: %q", got)
	}
	list := func(drift []outputdir.Drift) string {
		var out []string
		for _, d := range drift {
			out = append(out, d.Path)
		}
		return strings.Join(out, " ")
	}
	if got := list(report.Missing) + "|" + list(report.Changed) + "|" + list(report.Extra); got != "base/c.yaml|.maker.sum base/b.yaml|base/d.yaml" {
		t.Errorf("missing|changed|extra: %s", got)
	}
	if d := report.Changed[1].Diff; !strings.Contains(d, "-hand\n+1\n") {
		t.Errorf("diff:\n%s", d)
	}
	none, err := check(dir+"/none", files("base/a.yaml=1"))
	if err != nil || list(none.Missing) != ".maker.sum base/a.yaml" {
		t.Errorf("no folder: %+v %v", none, err)
	}
}

// BenchmarkWriteUnchanged is what every generate pays when nothing changed.
func BenchmarkWriteUnchanged(b *testing.B) {
	var list []outputdir.File
	for i := range 40 {
		list = append(list, outputdir.File{Path: fmt.Sprintf("base/f%02d.yaml", i), Data: []byte(strings.Repeat("key: value\n", 230))})
	}
	dir := b.TempDir()
	for b.Loop() {
		if _, err := tryWrite(dir, list); err != nil {
			b.Fatal(err)
		}
	}
}

// TestWriteFreshFolder: a new tree is put in place folder by folder. In a folder that
// somebody made since a write was interrupted, the tree has its files and they have theirs.
func TestWriteFreshFolder(t *testing.T) {
	next := files("base/a.yaml=1", "base/top.yaml=1")
	for _, tc := range []struct {
		reason string
		mess   mess
		want   []string // of what is foreign
	}{
		{"nothing", puts(), nil},
		{"an empty folder", becomesFolder("base"), nil},
		{"a folder with a file", puts("base/mine.yaml=x"), []string{"base/mine.yaml"}},
	} {
		dir := t.TempDir()
		crash(t, dir, next, "rename", "base")
		tc.mess(t, dir)
		result := write(t, dir, next)
		var foreign []string
		for _, drift := range result.Foreign {
			foreign = append(foreign, drift.Path)
		}
		if !result.Recovered || !reflect.DeepEqual(foreign, tc.want) {
			t.Errorf("%s: %+v, want an interrupted write and %q", tc.reason, result, tc.want)
		}
		got := readTree(t, dir)
		if got = slices.DeleteFunc(got, func(p string) bool { return p == "base/mine.yaml=x" }); !reflect.DeepEqual(got, pairs(next)) {
			t.Errorf("%s: %q", tc.reason, got)
		}
	}
}
