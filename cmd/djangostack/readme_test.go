package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
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
	if code := run(args, streams{in: strings.NewReader(""), out: &stdout, err: &stderr}); code != exitOK {
		t.Fatalf("%q: exit code %d\n%s", args, code, &stderr)
	}
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
