package spec

import (
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/valuesschema"
)

// validateValuesSchema checks the values of templates against the schema that the stack names.
func validateValuesSchema(r *report, s *DjangoStack) {
	const path = "spec.valuesSchema"
	name := s.Spec.ValuesSchema
	r.namedFile(path, name, &s.Spec)
	content, there := s.Spec.Files[name]
	if name == "" || !there {
		return
	}
	schema, err := valuesschema.Parse([]byte(content))
	if err != nil {
		r.invalid(path, "the file must be a JSON Schema; correct it: %v", err)
		return
	}
	found, err := schema.Check(s.Spec.Values)
	if err != nil {
		r.invalid(path, "the schema %v", err)
	}
	for _, v := range found {
		at, by := "spec.values"+valuePath(s.Spec.Values, v.Path), v.Pointer+" of "+name
		if v.Pointer == "" {
			by = name
		}
		switch {
		case v.Message == valuesschema.Missing:
			r.missing(at, by+" requires it")
		case v.Meant != "":
			r.invalid(at, "%s, by %s; did you mean %q?", v.Message, by, v.Meant)
		default:
			r.invalid(at, "%s, by %s; correct the value or the schema", v.Message, by)
		}
	}
}

// valuePath is a path below values, as findings have it.
func valuePath(tree any, path []string) string {
	var at strings.Builder
	for _, key := range path {
		if list, ok := tree.([]any); ok {
			at.WriteString("[" + key + "]")
			if i, err := strconv.Atoi(key); err == nil && i < len(list) {
				tree = list[i]
			}
			continue
		}
		at.WriteString(segment(key))
		object, _ := tree.(map[string]any)
		tree = object[key]
	}
	return at.String()
}
