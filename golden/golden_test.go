// Package golden holds what the examples compile to, and the test that they
// still do.
package golden

import (
	"flag"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
	"github.com/djangostack/djangostack/pkg/spec"
)

var update = flag.Bool("update", false, "rewrite the golden trees")

const examples = "../examples"

// TestGolden compiles every example and compares every byte with what is
// committed. A golden file no example makes fails as well, and so does finding
// no example.
func TestGolden(t *testing.T) {
	stacks := exampleStacks(t)
	if len(stacks) == 0 {
		t.Fatal("no examples")
	}
	for name, path := range stacks {
		t.Run(name, func(t *testing.T) {
			compare(t, tree(t, name, path), committed(t, name))
		})
	}
	for _, entry := range list(t, ".") {
		if entry.IsDir() && stacks[entry.Name()] == "" {
			t.Errorf("golden/%s: no example of that name; remove it", entry.Name())
		}
	}
}

// exampleStacks returns the paths of the examples' stacks in the folder of all, by the name of
// the golden tree: that of the folder, or of both if one folder has several stacks. Stacks of the
// function and of a program with components of its own have their trees beside them.
func exampleStacks(t *testing.T) map[string]string {
	t.Helper()
	stacks := map[string]string{}
	for _, pattern := range []string{"*/stack.yaml", "*/*/stack.yaml"} {
		paths, err := fs.Glob(os.DirFS(examples), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range paths {
			if top, _, _ := strings.Cut(file, "/"); top != "krm" && top != "extension" {
				stacks[strings.ReplaceAll(path.Dir(file), "/", "-")] = file
			}
		}
	}
	return stacks
}

func list(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// tree is what an example compiles to: the kustomize tree, and what each
// overlay builds to. Kustomize itself must agree.
func tree(t *testing.T, name, at string) map[string]string {
	t.Helper()
	repository := os.DirFS(examples)
	file, err := repository.Open(at)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	doc, err := spec.Loader{}.In(spec.Repository{FS: repository, Path: at}).Load(file, at)
	if err != nil {
		t.Fatal(err)
	}
	files, err := overlays.Compile(t.Context(), doc.Stack)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		rewrite(t, name, files)
	}
	report, err := overlays.Check(t.Context(), name, files)
	if err != nil || !report.Clean() {
		t.Errorf("djangostack check is not clean (%v): run go test ./golden -update", err)
	}
	out := map[string]string{overlays.SumFile: ""}
	for _, f := range files {
		out[f.Path] = string(f.Data)
	}
	for _, env := range doc.Stack.EnvironmentNames() {
		objects := objects(t, doc.Stack, env)
		if err := kustomizeverify.Verify(files, env, objects); err != nil {
			t.Error(err)
		}
		documents, err := overlays.Encode(objects)
		if err != nil {
			t.Fatal(err)
		}
		var text []string
		for _, d := range documents {
			text = append(text, string(d))
		}
		out[builtPath(env)] = strings.Join(text, "---\n")
		if *update {
			save(t, filepath.Join(name, builtPath(env)), out[builtPath(env)])
		}
	}
	return out
}

func objects(t *testing.T, stack *spec.DjangoStack, env string) []stack.Object {
	t.Helper()
	merged, err := stack.Effective(env)
	if err != nil {
		t.Fatal(err)
	}
	return stacktest.Objects(stacktest.Resolve(merged))
}

func committed(t *testing.T, name string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(name, path)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatalf("%v; run go test ./golden -update", err)
	}
	return out
}

func compare(t *testing.T, want, got map[string]string) {
	t.Helper()
	for path, text := range want {
		old, ok := got[path]
		if !ok {
			t.Errorf("%s is missing; run go test ./golden -update", path)
			continue
		}
		if path == overlays.SumFile {
			continue // its content is what Check compared the tree with
		}
		if diff := cmp.Diff(old, text); diff != "" {
			t.Errorf("%s (-committed +compiled):\n%s", path, diff)
		}
	}
	for path := range got {
		if _, ok := want[path]; !ok {
			t.Errorf("%s: nothing makes this file; run go test ./golden -update", path)
		}
	}
}

// rewrite lays a tree anew, as djangostack generate writes it.
func rewrite(t *testing.T, name string, files []overlays.File) {
	t.Helper()
	if err := os.RemoveAll(name); err != nil {
		t.Fatal(err)
	}
	if _, err := overlays.Write(t.Context(), name, files); err != nil {
		t.Fatal(err)
	}
}

// builtPath is where an example keeps what an environment builds to.
func builtPath(env string) string { return "built/" + env + ".yaml" }

func save(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
