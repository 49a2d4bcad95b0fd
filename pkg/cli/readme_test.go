package cli

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// TestReadmeTreeBuilds runs the README's first command, and kustomize on each
// environment of the tree that it writes, as it stands there.
func TestReadmeTreeBuilds(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`(?m)^go run \./cmd/djangostack (generate -f \S+) -o `).FindSubmatch(readme)
	if command == nil {
		t.Fatal("the README's first command is not go run ./cmd/djangostack generate -f STACK -o DIR")
	}
	tree := filepath.Join(t.TempDir(), "tree")
	t.Chdir("../..")
	var stdout, stderr bytes.Buffer
	args := append(strings.Fields(string(command[1])), "-o", tree)
	if code := (Command{Out: &stdout, Err: &stderr}).Run(t.Context(), args...); code != exitOK {
		t.Fatalf("%q: exit code %d\n%s", args, code, &stderr)
	}
	said := strings.ReplaceAll(stdout.String()+stderr.String(), tree, "out/blog")
	said, _, _ = strings.Cut(said, ",")
	if !strings.Contains(string(readme), "`"+strings.TrimSpace(said)+"`") {
		t.Errorf("the command prints %q, and the README says something else", said)
	}
	readmeListsOverlay(t, string(readme), filepath.Join(tree, "overlays", "prod"))
	overlays, err := filepath.Glob(filepath.Join(tree, "overlays", "[^.]*"))
	if err != nil || len(overlays) == 0 {
		t.Fatalf("no overlays: %v", err)
	}
	for _, overlay := range overlays {
		built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), overlay)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(overlay), err)
		} else if built.Size() == 0 {
			t.Errorf("%s builds to nothing", filepath.Base(overlay))
		}
	}
}

// readmeListsOverlay compares an overlay with the README's list of its files.
func readmeListsOverlay(t *testing.T, readme, overlay string) {
	t.Helper()
	_, list, _ := strings.Cut(readme, "`golden/blog/overlays/prod`:\n\n```\n")
	list, _, _ = strings.Cut(list, "\n```")
	var listed, found []string
	for line := range strings.Lines(list) {
		listed = append(listed, strings.Fields(line)[0])
	}
	err := fs.WalkDir(os.DirFS(overlay), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, path)
		}
		return err
	})
	if err != nil || !slices.Equal(listed, found) {
		t.Errorf("the README lists %q, and there are %q (%v)", listed, found, err)
	}
}
