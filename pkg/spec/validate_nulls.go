package spec

import (
	"reflect"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// nulls warns where an environment removes by name what the spec does not have: a
// typing error there leaves in place what was to go.
func (r *report) nulls(s *DjangoStack, environment string) {
	n := &nullChecker{report: r}
	n.below("spec.environments"+segment(environment), s.Spec.Environments[environment],
		reflect.ValueOf(s.Spec), specShape())
}

type nullChecker struct{ *report }

// below checks a patch of a value.
func (n *nullChecker) below(path string, patch map[string]any, v reflect.Value, s *shape) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	for _, name := range sorted.Keys(patch) {
		at, inner := path+segment(name), patch[name]
		switch s.kind {
		case kindObject:
			if f, known := s.lookup(name); known {
				n.inner(at, inner, memberOf(v, f), f.shape)
			}
		case kindDict:
			item := itemOf(v, name)
			if inner == nil && !item.IsValid() {
				n.removesNothing(at, name, v)
			}
			n.inner(at, inner, item, s.elem)
		default: // nothing is removed from other values
		}
	}
}

func (n *nullChecker) inner(path string, patch any, v reflect.Value, s *shape) {
	if entries, ok := patch.(map[string]any); ok {
		n.below(path, entries, v, s)
	}
}

func (n *nullChecker) removesNothing(path, name string, v reflect.Value) {
	remedy := "remove the line"
	if near, ok := n.near(name, v); ok {
		remedy = "did you mean " + near + "?"
	}
	n.warn(path, "null removes nothing, since the spec has no %s there; %s", name, remedy)
}

// near is the name in v that another likely stands for. It is looked for as long as a
// warning is printed.
func (n *nullChecker) near(name string, v reflect.Value) (string, bool) {
	if len(n.warnings.list) == maxErrors {
		return "", false
	}
	all := names(v)
	return nearest(name, all[:min(len(all), mostMeant)])
}

// memberOf is a field of a struct, nothing of nothing.
func memberOf(v reflect.Value, f *member) reflect.Value {
	if !v.IsValid() {
		return v
	}
	return v.FieldByIndex(f.goIndex)
}

// itemOf is the value of a name in a map, nothing where there is none.
func itemOf(v reflect.Value, name string) reflect.Value {
	if !v.IsValid() {
		return v
	}
	return v.MapIndex(reflect.ValueOf(name).Convert(v.Type().Key()))
}

func names(v reflect.Value) []string {
	if !v.IsValid() {
		return nil
	}
	var all []string
	for _, key := range v.MapKeys() {
		all = append(all, key.String())
	}
	slices.SortFunc(all, strings.Compare)
	return all
}
