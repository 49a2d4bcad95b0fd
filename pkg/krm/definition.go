package krm

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// tree is JSON in Go.
type tree = map[string]any

// Definition returns the KRMFunctionDefinition of the function as YAML: what it is for and
// the OpenAPI schema of its functionConfig, in the form that catalogues and kyaml read. It
// describes the stacks that the compiler takes, and depends on nothing else. Name, home and
// publisher are those of djangostack in every program, since they belong to the kind.
func Definition(compiler overlays.Compiler) ([]byte, error) {
	source, err := compiler.Schema()
	if err != nil {
		return nil, err
	}
	var schema tree
	if err := json.Unmarshal(source, &schema); err != nil {
		return nil, fmt.Errorf("reading the JSON Schema: %w", err)
	}
	definitions, _ := schema["$defs"].(tree)
	group, version, _ := strings.Cut(spec.APIVersion, "/")
	return encode.Marshal(tree{
		"apiVersion": "config.kubernetes.io/v1alpha1",
		"kind":       "KRMFunctionDefinition",
		"metadata":   tree{"name": "djangostack"},
		"spec": tree{
			"group":       group,
			"names":       tree{"kind": spec.Kind},
			"description": "Compiles a description of a Django stack into the Kubernetes objects of one environment.",
			"home":        "https://github.com/djangostack/djangostack",
			"publisher":   group,
			"tags":        []any{"generator", "transformer", "django"},
			"versions": []any{tree{
				"name":       version,
				"idempotent": true,
				"schema":     tree{"openAPIV3Schema": openAPI(schema, definitions)},
			}},
		},
	})
}
