package krm

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/kube-openapi/pkg/validation/strfmt"
	"k8s.io/kube-openapi/pkg/validation/validate"
	"sigs.k8s.io/kustomize/kyaml/fn/framework"
	"sigs.k8s.io/kustomize/kyaml/resid"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/pkg/overlays"
)

var update = flag.Bool("update", false, "rewrite the published definition")

// published is where the definition stands for who has not got the program.
const published = "../../docs/krm-function-definition.yaml"

func TestDefinitionIsPublished(t *testing.T) {
	got, err := Definition(overlays.Compiler{})
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(published, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(published)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the types say; run: make golden", published)
	}
	var strict framework.KRMFunctionDefinition
	if err := yaml.UnmarshalStrict(got, &strict); err != nil {
		t.Errorf("kyaml does not take it: %v", err)
	}
}

// TestDefinitionJudges reads the schema as kyaml does and holds documents to it.
func TestDefinitionJudges(t *testing.T) {
	definition, err := Definition(overlays.Compiler{})
	if err != nil {
		t.Fatal(err)
	}
	schema, err := framework.SchemaFromFunctionDefinition(
		resid.NewGvk("djangostack.dev", "v1alpha1", "DjangoStack"), string(definition))
	if err != nil {
		t.Fatal(err)
	}
	validator := validate.NewSchemaValidator(schema, nil, "", strfmt.Default)
	valid := func(text string) bool {
		var v any
		if err := yaml.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		return validator.Validate(v).IsValid()
	}
	examples, err := filepath.Glob("../../examples/*/stack.yaml")
	if err != nil || len(examples) == 0 {
		t.Fatal(err, "no examples")
	}
	for _, example := range examples {
		data, err := os.ReadFile(example)
		if err != nil {
			t.Fatal(err)
		}
		if !valid(string(data)) {
			t.Errorf("%s: refused", example)
		}
	}
	const head = "apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStack\nmetadata: {name: a}\n"
	tests := []struct {
		reason, spec string
		want         bool
	}{
		{"unknown fields are refused", "{image: {repository: a, tag: b}, django: {}, wep: {}}", false},
		{"and in environments", "{image: {repository: a, tag: b}, django: {}, environments: {dev: {wep: {}}}}", false},
		{"a quantity may be a number", "{image: {repository: a, tag: b}, django: {}, databases: {a: {storage: {size: 5}}}}", true},
		{"an enumeration is one", "{image: {repository: a, tag: b}, django: {}, databases: {a: {engine: oracle}}}", false},
	}
	for _, test := range tests {
		if got := valid(head + "spec: " + test.spec); got != test.want {
			t.Errorf("%s: got %v", test.reason, got)
		}
	}
}

func TestDefinitionIsTheSame(t *testing.T) {
	first, _ := Definition(overlays.Compiler{})
	for range 10 {
		again, _ := Definition(overlays.Compiler{})
		if diff := cmp.Diff(string(first), string(again)); diff != "" {
			t.Fatal(diff)
		}
	}
}
