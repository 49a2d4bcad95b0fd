package spec

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

func holding(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content)} }

func TestRepositoryOpens(t *testing.T) {
	files := fstest.MapFS{
		"apps/shop/stack.yaml": holding("stack"), "apps/shop/page.html": holding("page"), "shared/all.yaml": holding("all"),
	}
	for _, tt := range []struct{ reason, stack, file, from, name, wantName, want string }{
		{"beside the stack", "apps/shop/stack.yaml", "stack.yaml", "apps/shop/stack.yaml", "page.html", "page.html", "page"},
		{
			"named like the stack's own file", "apps/shop/stack.yaml", "/repo/apps/shop/stack.yaml", "apps/shop/stack.yaml",
			"../../shared/all.yaml", "/repo/shared/all.yaml", "all",
		},
		{
			"the folder a command runs in may be below", "apps/shop/stack.yaml", "stack.yaml", "apps/shop/stack.yaml",
			"../../shared/all.yaml", "../../shared/all.yaml", "all",
		},
		{
			"relative to the file that names it", "apps/shop/stack.yaml", "shop/stack.yaml", "shared/all.yaml",
			"../apps/shop/./page.html", "shop/page.html", "page",
		},
		{"in the folder of the repository itself", "stack.yaml", "stack.yaml", "stack.yaml", "shared/all.yaml", "shared/all.yaml", "all"},
	} {
		r := newRepositoryReader(Repository{FS: files, Path: tt.stack}, filepath.FromSlash(tt.file))
		got, wrong := r.open(tt.from, tt.name)
		if wrong != nil {
			t.Errorf("%s: %v", tt.reason, wrong)
		} else if got.name != filepath.FromSlash(tt.wantName) || string(got.data) != tt.want {
			t.Errorf("%s: %s holds %q; want %s with %q", tt.reason, got.name, got.data, tt.wantName, tt.want)
		}
	}
}

func TestRepositoryRefuses(t *testing.T) {
	files := fstest.MapFS{
		"shop/stack.yaml": holding(""), "shop/large.yaml": holding(strings.Repeat("#", maxSize+1)),
		"shop/pipe": {Mode: fs.ModeNamedPipe},
	}
	const example = "; write one such as ../shared/defaults.yaml"
	for _, tt := range []struct{ name, want string }{
		{"", "must be the path of a file" + example},
		{"/etc/passwd", "must be relative to the folder of this file" + example},
		{"~/defaults.yaml", "must be relative to the folder of this file" + example},
		{"C:/defaults.yaml", "must be relative to the folder of this file" + example},
		{`..\shared\defaults.yaml`, "must have slashes between folders, on every system" + example},
		{"https://example.com/a.yaml", "must be a file of the repository, and not an address; copy the file, and write one " +
			"such as ../shared/defaults.yaml"},
		{"a\nb", "must not contain control characters" + example},
		{"../../a.yaml", `"../../a.yaml" lies outside of the repository; name a file below the nearest folder with .git or, ` +
			"where there is none, in the folder of the stack"},
		{"none.yaml", "there is no file shop/none.yaml; correct the path, which begins in the folder of the file that names it"},
		{"stack.yaml/x", "there is no file shop/stack.yaml/x; correct the path, which begins in the folder of the file that " +
			"names it"},
		{"../shop", "shop is a folder; name a file in it"},
		{"pipe", "shop/pipe must be a regular file; replace it"},
		{"large.yaml", "shop/large.yaml is larger than 1 MiB; divide it"},
	} {
		r := newRepositoryReader(Repository{FS: files, Path: "shop/stack.yaml"}, "shop/stack.yaml")
		if _, wrong := r.open(r.Path, tt.name); wrong == nil || wrong.Message != tt.want {
			t.Errorf("%q: %v, want %s", tt.name, wrong, tt.want)
		}
	}
}

func TestRepositoryIsBounded(t *testing.T) {
	files := fstest.MapFS{}
	for i := range MaxNamedFiles + 1 {
		files[strconv.Itoa(i)] = holding("x")
	}
	for i := range 5 {
		files["large"+strconv.Itoa(i)] = holding(strings.Repeat("#", maxSize))
	}
	for prefix, want := range map[string]string{
		"":      "is one file more than the 100 that a stack may name; put some together",
		"large": "the files that this stack names are larger than 4 MiB together; name fewer",
	} {
		r := newRepositoryReader(Repository{FS: files, Path: "stack.yaml"}, "stack.yaml")
		for i := 0; ; i++ {
			if _, wrong := r.open(r.Path, prefix+strconv.Itoa(i)); wrong != nil {
				if wrong.Message != want || wrong.Code != CodeTooLarge {
					t.Errorf("%q%d: %v, want %s", prefix, i, wrong, want)
				}
				break
			}
			if _, again := r.open(r.Path, prefix+"0"); again != nil {
				t.Errorf("%s0, once more: %v; a file counts once", prefix, again)
			}
		}
	}
}

// TestRepositoryOfLoader says why there are no files, where there are none.
func TestRepositoryOfLoader(t *testing.T) {
	for _, tt := range []struct {
		loader Loader
		want   string
	}{
		{Loader{}, noRepository},
		{Loader{}.In(Repository{Refusal: "a function reads no files; write them out"}), "a function reads no files; write them out"},
	} {
		_, wrong := newRepositoryReader(tt.loader.repository, "f").open("", "a.yaml")
		if wrong == nil || wrong.Message != tt.want || wrong.Code != CodeForbidden {
			t.Errorf("%v, want %s", wrong, tt.want)
		}
	}
}

// TestRepositoryKeepsLinksInside has a folder on the disk: a link within it is followed.
func TestRepositoryKeepsLinksInside(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"secret": "outside", "repository/inside": "inside"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	repository := filepath.Join(dir, "repository")
	for name, target := range map[string]string{"good": "inside", "bad": "../secret", "up": ".."} {
		if err := os.Symlink(target, filepath.Join(repository, name)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(repository)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	r := newRepositoryReader(Repository{FS: root.FS(), Path: "stack.yaml"}, "stack.yaml")
	if f, wrong := r.open(r.Path, "good"); wrong != nil || string(f.data) != "inside" {
		t.Errorf("a link within: %v", wrong)
	}
	for name, want := range map[string]string{"bad": "bad", "up/secret": "up/secret"} {
		want += " is a link that leads out of the repository; replace it by a file"
		if _, wrong := r.open(r.Path, name); wrong == nil || wrong.Message != want {
			t.Errorf("%s: %v, want %s", name, wrong, want)
		}
	}
}
