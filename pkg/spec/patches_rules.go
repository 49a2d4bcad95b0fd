package spec

import (
	"strconv"

	"github.com/djangostack/djangostack/internal/patch"
	"github.com/djangostack/djangostack/internal/sorted"
)

// validatePatches checks patches by themselves. Whether they fit the objects is known when these
// are made.
func validatePatches(r *report, s *DjangoStack) {
	for _, name := range sorted.Keys(s.Spec.Patches) {
		path, given := "spec.patches"+segment(name), s.Spec.Patches[name]
		r.name(path, name)
		if given.Target == (PatchTarget{}) {
			r.missing(path+".target", "write component, kind or name of the objects")
		}
		r.patchBody(path+".patch", given.Patch)
	}
}

func (r *report) patchBody(path string, body PatchBody) {
	value, err := patch.Value(body)
	if err != nil {
		r.invalid(path, "%s; correct it", err)
		return
	}
	switch value := value.(type) {
	case nil:
		r.missing(path, "write what changes, such as metadata: {annotations: {example.com/team: shop}}")
	case map[string]any:
		if len(value) == 0 {
			r.missing(path, "write what changes, such as metadata: {annotations: {example.com/team: shop}}")
		}
	case []any:
		if len(value) == 0 {
			r.missing(path, "write what changes, such as [{op: remove, path: /spec/replicas}]")
		}
		for i, item := range value {
			if _, err := patch.OperationOf(item); err != nil {
				r.invalid(path+"["+strconv.Itoa(i)+"]"+err.Path, "%s", err.Message)
			}
		}
	default:
		r.invalid(path, "must be a map, which is a strategic merge patch, or a list, which is a JSON patch; write one of "+
			"them")
	}
}
