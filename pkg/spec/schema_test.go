package spec

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// The validator is needed by this test alone. It knows draft 2020-12, its only
// dependency is golang.org/x/text, and it checks the schema against the draft's
// own meta-schema first.
func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	return compiled(t, data)
}

func compiled(t *testing.T, data []byte) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("stack.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("stack.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asEditor reads YAML the way an editor's language server does.
func asEditor(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	value, err = jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestSchemaAcceptsExamples(t *testing.T) {
	schema := compiledSchema(t)
	examples, err := filepath.Glob("../../examples/*/stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(examples, "testdata/shop.yaml") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(asEditor(t, string(data))); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestSchema(t *testing.T) {
	schema := compiledSchema(t)
	const image = "  image: {repository: a/b}\n"
	for _, tt := range []struct {
		reason, in string
		want       bool
	}{
		{"the least there is", head + image, true},
		{"no image", head + "  web: {}\n", false},
		{"image without repository", head + "  image: {tag: x}\n", false},
		{"other version", strings.Replace(head+image, "v1alpha1", "v2", 1), false},
		{"misspelt", head + image + "  web: {replicsa: 3}\n", false},
		{"misspelt at the top", head + image + "sepc: {}\n", false},
		{"misspelt in a map's entry", head + image + "  caches: {a: {engin: redis}}\n", false},
		{"embedded field", head + image + "  media: {volume: {size: 1Gi, claim: x}}\n", true},
		{"number as text", head + "  image: {repository: a/b, tag: 1.10}\n", false},
		{"bad enum", head + image + "  web: {server: apache}\n", false},
		{"bad port", head + image + "  web: {port: 80000}\n", false},
		{"number as amount", head + image + "  proxy: {bodySize: 1024}\n", true},
		{"bad amount", head + image + "  proxy: {bodySize: 1Gib}\n", false},
		{"duration", head + image + "  web: {timeout: 1h30m}\n", true},
		{"bad duration", head + image + "  web: {timeout: 1d}\n", false},
		{"a layer over files needs nothing", head + "  extends: [a.yaml]\n", true},
		{"and null removes in it", head + "  extends: [a.yaml]\n  celery: null\n  environments: {dev: null}\n", true},
		{"misspelt in a layer", head + "  extends: [a.yaml]\n  web: {replicsa: 3}\n", false},
		{"files are named by text", head + "  extends: [{}]\n", false},
		{"an environment extends nothing", head + image + "  environments: {dev: {extends: [a.yaml]}}\n", false},
		{"null in the base", head + image + "  celery: {beat: null}\n", false},
		{"null in an environment", head + image + "  environments: {dev: {web: {server: null, timeout: null}, celery: null}}\n", true},
		{"nothing required in an environment", head + image + "  environments: {dev: {image: {tag: x}}}\n", true},
		{"null for an environment", head + image + "  environments: {dev: null}\n", false},
		{"null in a list", head + image + "  environments: {dev: {web: {command: [null]}}}\n", false},
		{"misspelt in an environment", head + image + "  environments: {dev: {web: {replicsa: 3}}}\n", false},
		{"nested environments", head + image + "  environments: {dev: {environments: {}}}\n", false},
	} {
		err := schema.Validate(asEditor(t, tt.in))
		if (err == nil) != tt.want {
			t.Errorf("%s: accepted is %t: %v", tt.reason, err == nil, err)
		}
		loader := Loader{}.In(Repository{FS: fstest.MapFS{"a.yaml": holding(defaultsHead + "  {}\n")}, Path: "f"})
		if _, loading := loader.Load(strings.NewReader(tt.in), "f"); tt.want && loading != nil {
			t.Errorf("%s: the schema accepts what Load refuses: %v", tt.reason, loading)
		}
	}
}

func TestSchemaIsDeterministic(t *testing.T) {
	first, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := Schema()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(first), string(again)); diff != "" {
			t.Fatalf("(-first +again):\n%s", diff)
		}
	}
}
