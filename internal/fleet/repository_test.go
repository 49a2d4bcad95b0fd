package fleet

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestRepository(t *testing.T) {
	dir := t.TempDir()
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	for _, name := range []string{
		"repo/.git/HEAD", "repo/shared/all.yaml", "repo/apps/shop/stack.yaml", "repo/vendored/.git", "repo/vendored/stack.yaml",
		"alone/shop/stack.yaml",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("stack"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join("repo", "apps"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ reason, file, path, has, lacks string }{
		{"the nearest folder with .git", "repo/apps/shop/stack.yaml", "apps/shop/stack.yaml", "shared/all.yaml", "../alone"},
		{"the .git of a worktree or submodule is a file", "repo/vendored/stack.yaml", "stack.yaml", ".git", "shared/all.yaml"},
		{"no .git: the stack's own folder", "alone/shop/stack.yaml", "stack.yaml", "stack.yaml", "shop"},
		{"a folder behind a link is where it really is", "link/shop/stack.yaml", "apps/shop/stack.yaml", "shared/all.yaml", "link"},
	} {
		files, closeAll := file(filepath.Join(dir, filepath.FromSlash(tt.file))).repository()
		if files.FS == nil || files.Path != tt.path {
			t.Errorf("%s: %s: %s, want %s", tt.reason, files.Refusal, files.Path, tt.path)
			continue
		}
		for _, name := range []string{tt.path, tt.has} {
			if _, err := fs.Stat(files.FS, name); err != nil {
				t.Errorf("%s: %v", tt.reason, err)
			}
		}
		if _, err := fs.Stat(files.FS, tt.lacks); err == nil {
			t.Errorf("%s: %s can be read", tt.reason, tt.lacks)
		}
		closeAll()
	}
}

func TestNoRepository(t *testing.T) {
	for _, tt := range []struct {
		source Source
		want   string
	}{
		{Source{Name: "<stdin>"}, noFolder},
		{
			file(filepath.Join("missing", "stack.yaml")),
			"names a file, and the folder of the stack cannot be read: no such file or directory; correct its permissions",
		},
	} {
		files, closeAll := tt.source.repository()
		if files.FS != nil || files.Refusal != tt.want {
			t.Errorf("%s: %q, want %q", tt.source.Name, files.Refusal, tt.want)
		}
		closeAll()
	}
}
