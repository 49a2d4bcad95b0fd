package spec_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/pkg/spec"
)

// smallest is the README's stack, which every snippet can be added to.
const smallest = `
image: {repository: registry.example/acme/minimal, tag: "1.0.0"}
django: {settings: minimal.settings, hosts: [minimal.example.com]}
databases: {default: {}}
`

var fenced = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")

// TestSnippets: every piece of a stack in the README and the docs is right as it stands,
// or put into the smallest stack.
func TestSnippets(t *testing.T) {
	files, _ := filepath.Glob("../../docs/*.md")
	found := 0
	for _, file := range append(files, "../../README.md") {
		switch filepath.Base(file) {
		case "krm.md": // of kustomize, kpt and Argo CD
			continue
		case "extensions.md": // of another program's stack: the tests of examples/extension read it
			continue
		}
		blocks := fenced.FindAllSubmatch(readFile(t, file), -1)
		loader := spec.Loader{}.In(spec.Repository{FS: namedFiles(blocks), Path: "shop/stack.yaml"})
		for _, block := range blocks {
			whole := wholeStack(t, string(block[1]))
			if whole == nil {
				continue
			}
			found++
			doc, err := loader.Load(bytes.NewReader(whole), filepath.Base(file))
			if err != nil {
				t.Errorf("%s: %v\n%s", file, err, block[1])
				continue
			}
			if _, errs, _ := doc.Resolve(); len(errs) > 0 {
				t.Errorf("%s: %v\n%s", file, errs, block[1])
			}
		}
	}
	if found < 12 {
		t.Errorf("%d snippets: the search does not see them all", found)
	}
}

// namedFiles are the snippets that begin with a comment with their path.
func namedFiles(blocks [][][]byte) fstest.MapFS {
	files := fstest.MapFS{}
	for _, block := range blocks {
		first, _, _ := strings.Cut(string(block[1]), "\n")
		if name, isName := strings.CutPrefix(first, "# "); isName && fs.ValidPath(name) {
			files[name] = &fstest.MapFile{Data: block[1]}
		}
	}
	return files
}

// wholeStack is the stack that a snippet is of, nil if it is of something else.
func wholeStack(t *testing.T, snippet string) []byte {
	t.Helper()
	var given map[string]any
	if err := yaml.Unmarshal([]byte(snippet), &given); err != nil {
		t.Errorf("%v\n%s", err, snippet)
		return nil
	}
	if _, isSchema := given["$schema"]; isSchema {
		return nil
	}
	if kind, named := given["kind"]; named {
		if kind != spec.Kind {
			return nil
		}
		return []byte(snippet)
	}
	added, isSpec := given["spec"].(map[string]any)
	if !isSpec {
		added = given
	}
	var all map[string]any
	if err := yaml.Unmarshal([]byte(smallest), &all); err != nil {
		t.Fatal(err)
	}
	for name, value := range added {
		if name == "metadata" {
			continue
		}
		if own, both := all[name].(map[string]any); both && name != "databases" {
			maps.Copy(own, value.(map[string]any))
			continue
		}
		all[name] = value
	}
	metadata := given["metadata"]
	if metadata == nil {
		metadata = map[string]any{"name": "shop"}
	}
	data, err := json.Marshal(map[string]any{
		"apiVersion": spec.APIVersion, "kind": spec.Kind, "metadata": metadata, "spec": all,
	})
	if err != nil {
		t.Fatal(err)
	}
	return []byte(strings.TrimSpace(string(data)))
}
