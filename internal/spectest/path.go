package spectest

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/pkg/spec"
)

// names are the fields, keys and indexes of a path such as spec.django.env[a.b].
func names(path string) []string {
	var all []string
	for part := range strings.SplitSeq(path, "[") {
		if key, rest, bracketed := strings.Cut(part, "]"); bracketed {
			all, part = append(all, key), rest
		}
		all = append(all, strings.FieldsFunc(part, func(r rune) bool { return r == '.' })...)
	}
	return all
}

// place is where a value of a tree is, or would be.
type place struct {
	holder any // a map or a list
	name   string
	of     reflect.Type // the type the spec has there, nil where it has none
	hint   string
}

// walk are the places of a path, from the outside in.
func walk(tree map[string]any, path []string) []place {
	var holder any = tree
	of, hint := reflect.TypeFor[spec.DjangoStack](), ""
	all := make([]place, len(path))
	for i, name := range path {
		of, hint = typeOf(of, hint, name)
		all[i] = place{holder, name, of, hint}
		if holder = all[i].get(); holder == nil {
			holder = map[string]any{}
		}
	}
	return all
}

func (p place) get() any {
	switch holder := p.holder.(type) {
	case map[string]any:
		return holder[p.name]
	case []any:
		if i, err := strconv.Atoi(p.name); err == nil && i < len(holder) {
			return holder[i]
		}
	}
	return nil
}

// given reports whether there is a value, if perhaps null.
func (p place) given() bool {
	holder, isMap := p.holder.(map[string]any)
	_, set := holder[p.name]
	return set || !isMap && p.get() != nil
}

func (p place) set(value any) {
	switch holder := p.holder.(type) {
	case map[string]any:
		holder[p.name] = value
	case []any:
		if i, err := strconv.Atoi(p.name); err == nil && i < len(holder) {
			holder[i] = value
		}
	}
}

// remove unsets a value. The items of a list keep their places; see prune.
func (p place) remove() {
	if holder, isMap := p.holder.(map[string]any); isMap {
		delete(holder, p.name)
	} else {
		p.set(nil)
	}
}

// prune takes out of the lists of a tree what was removed of them.
func prune(tree map[string]any) {
	for name, value := range tree {
		if inner, isMap := value.(map[string]any); isMap {
			prune(inner)
		}
		list, isList := value.([]any)
		if !isList {
			continue
		}
		list = slices.DeleteFunc(list, func(item any) bool {
			if inner, isMap := item.(map[string]any); isMap {
				prune(inner)
			}
			return item == nil
		})
		if tree[name] = list; len(list) == 0 {
			delete(tree, name)
		}
	}
}

// typeOf is the type of a field of a struct, or of an entry or item, and the name by which
// hints are found for it. It is nil where a type has none.
func typeOf(t reflect.Type, field, name string) (of reflect.Type, hint string) {
	switch {
	case t == nil:
		return nil, ""
	case t == reflect.TypeFor[spec.Environment]():
		return typeOf(reflect.TypeFor[spec.StackSpec](), "", name)
	case t.Kind() == reflect.Pointer:
		return typeOf(t.Elem(), field, name)
	case t.Kind() == reflect.Map, t.Kind() == reflect.Slice:
		return t.Elem(), field
	case t.Kind() != reflect.Struct:
		return nil, ""
	}
	for f := range t.Fields() {
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if tag == name {
			return f.Type, t.Name() + "." + name
		}
		if f.Anonymous && tag == "" {
			if of, hint = typeOf(f.Type, "", name); of != nil {
				return of, hint
			}
		}
	}
	return nil, ""
}
