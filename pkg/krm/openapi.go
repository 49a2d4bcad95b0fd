package krm

import (
	"slices"
	"strings"
)

// openAPI rewrites JSON Schema as the OpenAPI of Kubernetes: without references,
// with nullable for null and one type for each value.
func openAPI(schema, definitions tree) tree {
	out := tree{}
	if alone, ok := schema["else"].(tree); ok {
		out = openAPI(alone, definitions) // a function reads no files, so that no stack is a layer over them
	}
	if either, ok := schema["anyOf"].([]any); ok {
		out = anyOf(either, definitions)
	}
	if ref, ok := schema["$ref"].(string); ok {
		target, _ := definitions[strings.TrimPrefix(ref, "#/$defs/")].(tree)
		out = openAPI(target, definitions) // the types hold no cycles
		if strings.HasSuffix(ref, "Patch") {
			dropDescriptions(out) // environments repeat the whole spec
		}
	}
	for key, v := range schema {
		switch key {
		case "$schema", "$defs", "$ref", "anyOf", "if", "then", "else", "title":
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

// dropDescriptions removes every description.
func dropDescriptions(v any) {
	switch v := v.(type) {
	case tree:
		if _, isText := v["description"].(string); isText {
			delete(v, "description")
		}
		for _, nested := range v {
			dropDescriptions(nested)
		}
	case []any:
		for _, nested := range v {
			dropDescriptions(nested)
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
