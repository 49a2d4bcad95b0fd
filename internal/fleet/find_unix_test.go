//go:build unix

package fleet

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFindInFoldersOfOthers: whoever may put entries into a folder of stacks makes
// nobody read what is not in it, nor wait.
func TestFindInFoldersOfOthers(t *testing.T) {
	outside := t.TempDir()
	write(t, filepath.Join(outside, "stack.yaml"), "the text of another file\n")
	for _, c := range []struct{ name, to, want, reason string }{
		{"a.yaml", filepath.Join(outside, "stack.yaml"), "leads out of the folder", "an absolute link"},
		{"a.yaml", "../../../../../../../etc/passwd", "leads out of the folder", "a relative link"},
		{"team", outside, "leads out of the folder", "a folder that is a link"},
		{"a.yaml", "/dev/zero", "leads out of the folder", "a device"},
		{"a.yaml", "pipe", "is a pipe", "nobody writes to it"},
		{"pipe.yaml", "", "is a pipe", "nobody writes to it"},
		{"team/stack.yaml", "", "is a pipe", "one level below"},
		{"a.yaml", "a.yaml", "leads out of the folder", "a circle"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			dir := t.TempDir()
			pipe := "pipe"
			if c.to == "" {
				pipe = c.name
			} else if err := os.Symlink(c.to, filepath.Join(dir, c.name)); err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, pipe)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := syscall.Mkfifo(filepath.Join(dir, pipe), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Find([]string{dir}, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want: %s", err, c.want)
			}
		})
	}
}

// TestFindWithinAFolder reads what a mounted ConfigMap looks like, and a link that is
// named itself.
func TestFindWithinAFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "..2026", "stack.yaml"), "here")
	for link, to := range map[string]string{"..data": "..2026", "stack.yaml": "..data/stack.yaml"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, argument := range []string{dir, filepath.Join(dir, "stack.yaml")} {
		found, err := Find([]string{argument}, nil)
		if err != nil || len(found.List) != 1 {
			t.Fatalf("%d stacks, %v", len(found.List), err)
		}
		r, err := found.List[0].open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		_ = r.Close()
		if err != nil || string(data) != "here" {
			t.Errorf("%s: %q, %v", argument, data, err)
		}
	}
}
