package outputdir_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/outputdir"
	"github.com/djangostack/djangostack/internal/worktest"
)

const someDigest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"

// FuzzSum: what is read names files inside the folder, and is read again as it was.
func FuzzSum(f *testing.F) {
	f.Add([]byte(someDigest + "  base/a.yaml\n"))
	f.Add([]byte(someDigest + "  ../a.yaml\n"))
	f.Add([]byte(someDigest + "  .git/config\n" + someDigest + "  base\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		worktest.Bounded(t, len(data), 1000, func() { _, _ = layout.DecodeSum(data) })
		sum, err := layout.DecodeSum(data)
		if err != nil {
			return
		}
		for path := range sum {
			if !filepath.IsLocal(path) || !below(path) {
				t.Errorf("path %q", path)
			}
		}
		again, err := layout.DecodeSum(outputdir.EncodeDigests(sum))
		if err != nil || !reflect.DeepEqual(sum, again) {
			t.Errorf("%v, then %v, %v", sum, again, err)
		}
	})
}

// FuzzInterrupted: whatever a repository holds in the place of an interrupted write and of
// the sum file, a write makes no file outside base and overlays.
func FuzzInterrupted(f *testing.F) {
	sum := []byte(someDigest + "  base/a.yaml\n")
	f.Add(sum, []byte("x"), sum)
	f.Add([]byte(someDigest+"  ../a\n"), []byte("x"), sum)
	f.Add([]byte(someDigest+"  .git/config\n"), []byte("x"), sum)
	f.Add([]byte(someDigest+"  base\n"), []byte("x"), sum)
	f.Fuzz(func(t *testing.T, next, staged, sum []byte) {
		around := t.TempDir()
		dir := filepath.Join(around, "tree")
		for path, data := range map[string][]byte{
			nextSum: next, stageDir + "/base/k.yaml": staged, stageDir + "/old-0": staged,
			sumFile: sum, ".git/config": []byte("mine"),
		} {
			put(t, filepath.Join(dir, path), string(data))
		}
		_, _ = tryWrite(dir, files("base/a.yaml=1"), force())
		_ = filepath.WalkDir(around, func(path string, entry fs.DirEntry, err error) error {
			inside, _ := filepath.Rel(dir, path)
			if err == nil && !entry.IsDir() && (!filepath.IsLocal(inside) || !below(inside) && !strings.HasPrefix(inside, ".maker.")) {
				if data, _ := os.ReadFile(path); inside != ".git/config" || string(data) != "mine\n" {
					t.Errorf("made %s", inside)
				}
			}
			return err
		})
		if data, _ := os.ReadFile(filepath.Join(dir, ".git", "config")); string(data) != "mine\n" {
			t.Error(".git/config is gone")
		}
	})
}

// below reports whether a path is of a file below base or overlays.
func below(path string) bool {
	top, rest, _ := strings.Cut(filepath.ToSlash(path), "/")
	return (top == "base" || top == "overlays") && rest != ""
}
