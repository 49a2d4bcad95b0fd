// Package foldertest has what tests do to an output folder, and read from it.
package foldertest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Read returns the files of a folder as "path=content" pairs, without those of a name.
func Read(t *testing.T, dir, without string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == without {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil && entry.Type() == fs.ModeSymlink {
			data, err = []byte("(a link to a folder or to nowhere)"), nil
		}
		rel, _ := filepath.Rel(dir, path)
		out = append(out, filepath.ToSlash(rel)+"="+strings.TrimSuffix(string(data), "\n"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Put writes a line to a file, in a folder made for it.
func Put(t *testing.T, path, line string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(line+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Mess is what somebody did to a folder between two writes.
type Mess func(t *testing.T, dir string)

// Puts writes "path=content" pairs.
func Puts(pairs ...string) Mess {
	return func(t *testing.T, dir string) {
		t.Helper()
		for _, pair := range pairs {
			path, content, _ := strings.Cut(pair, "=")
			Put(t, filepath.Join(dir, path), content)
		}
	}
}

// Removes removes a file or a folder.
func Removes(path string) Mess {
	return func(t *testing.T, dir string) {
		t.Helper()
		if err := os.RemoveAll(filepath.Join(dir, path)); err != nil {
			t.Fatal(err)
		}
	}
}

// Links puts a link to target in the place of a file.
func Links(path, target string) Mess {
	return func(t *testing.T, dir string) {
		t.Helper()
		Removes(path)(t, dir)
		if err := os.Symlink(target, filepath.Join(dir, path)); err != nil {
			t.Fatal(err)
		}
	}
}

// BecomesFolder puts an empty folder in the place of a file.
func BecomesFolder(path string) Mess {
	return func(t *testing.T, dir string) {
		t.Helper()
		Removes(path)(t, dir)
		if err := os.Mkdir(filepath.Join(dir, path), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
