package krm

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// tree is JSON in Go.
type tree = map[string]any

// Definition returns the KRMFunctionDefinition of the function as YAML: what it is for and
// the OpenAPI schema of its functionConfig, in the form that catalogues and kyaml read. It
// describes the stacks that the compiler takes, and depends on nothing else. Its name and
// its publisher are djangostack's in every program, since they go with the kind.
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

// openAPI rewrites JSON Schema as the OpenAPI of Kubernetes: without references,
// with nullable for null and one type for each value.
func openAPI(schema, definitions tree) tree {
	out := tree{}
	if either, ok := schema["anyOf"].([]any); ok {
		out = anyOf(either, definitions)
	}
	if ref, ok := schema["$ref"].(string); ok {
		target, _ := definitions[strings.TrimPrefix(ref, "#/$defs/")].(tree)
		out = openAPI(target, definitions) // the types hold no cycles
		if strings.HasSuffix(ref, "Patch") {
			undescribe(out) // environments repeat the whole spec
		}
	}
	for key, v := range schema {
		switch key {
		case "$schema", "$defs", "$ref", "anyOf", "title":
		case "const":
			out["enum"] = []any{v}
		case "enum":
			values, _ := v.([]any)
			out[key] = slices.DeleteFunc(slices.Clone(values), func(one any) bool { return one == nil })
		case "type":
			addType(out, v)
		case "properties":
			properties := tree{}
			for name, property := range v.(tree) {
				properties[name] = openAPI(property.(tree), definitions)
			}
			out[key] = properties
		case "items", "additionalProperties":
			if nested, ok := v.(tree); ok {
				v = openAPI(nested, definitions)
			}
			out[key] = v
		default:
			out[key] = v
		}
	}
	return out
}

// anyOf is an object or null, or an object that a scalar may stand for.
func anyOf(either []any, definitions tree) tree {
	first := openAPI(either[0].(tree), definitions)
	second := either[1].(tree)
	if second["type"] == "null" {
		first["nullable"] = true
		return first
	}
	return tree{"anyOf": []any{first, openAPI(second, definitions)}}
}

// undescribe removes every description.
func undescribe(v any) {
	switch v := v.(type) {
	case tree:
		if _, isText := v["description"].(string); isText {
			delete(v, "description")
		}
		for _, nested := range v {
			undescribe(nested)
		}
	case []any:
		for _, nested := range v {
			undescribe(nested)
		}
	}
}

// addType says in OpenAPI which of JSON's types a value may have.
func addType(out tree, v any) {
	var types []string
	switch v := v.(type) {
	case string:
		types = []string{v}
	case []any:
		for _, one := range v {
			types = append(types, one.(string))
		}
	}
	if i := slices.Index(types, "null"); i >= 0 {
		types = slices.Delete(types, i, i+1)
		out["nullable"] = true
	}
	if len(types) == 1 {
		out["type"] = types[0]
		return
	}
	either := make([]any, len(types))
	for i, one := range types {
		either[i] = tree{"type": one}
	}
	out["anyOf"] = either
}
