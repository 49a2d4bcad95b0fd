package spec

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/strict"
)

// walk visits each value of a stack that is set: first the whole, then what it holds, in
// the order of fields, keys and items.
type walk struct {
	// visit reports whether to go on into the value.
	visit func(v reflect.Value, t *strict.Type) (deeper bool)
	// steps lead to the value. Most values are right, and nobody asks for their path.
	steps []step
	// field is where the value stands, itself or as an entry, and owner the struct that has
	// this field; of the stack itself there is none.
	field *strict.Field
	owner owner
}

// owner is a struct that has a field.
type owner struct {
	value reflect.Value
	typ   *strict.Type
}

// step leads to a field, to the entry of a map, or to the item of a list.
type step struct {
	field, key string
	item       int
}

// String returns the step as a path has it.
func (s step) String() string {
	switch {
	case s.field != "":
		return "." + s.field
	case s.item >= 0:
		return "[" + strconv.Itoa(s.item) + "]"
	default:
		return segment(s.key)
	}
}

func toField(name string) step { return step{field: name, item: -1} }
func toEntry(key string) step  { return step{key: key, item: -1} }
func toItem(i int) step        { return step{item: i} }

// at is the path of the value under way, or of what further steps lead to from there.
func (w *walk) at(further ...step) string { return pathOfSteps(slices.Concat(w.steps, further)) }

func pathOfSteps(steps []step) string {
	var path strings.Builder
	for _, s := range steps {
		path.WriteString(s.String())
	}
	return strings.TrimPrefix(path.String(), ".")
}

// inField is the name of the field that the value under way stands in.
func (w *walk) inField() string {
	if w.field == nil {
		return ""
	}
	return w.field.Name
}

func (w *walk) value(v reflect.Value, t *strict.Type) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	if v.Kind() == reflect.Interface {
		if v = v.Elem(); !v.IsValid() {
			return
		}
	}
	if !w.visit(v, t) {
		return
	}
	switch t.Kind {
	case strict.Struct, strict.Sections:
		w.fields(v, t)
	case strict.Map:
		for _, key := range sortedKeys(v) {
			w.below(v.MapIndex(key), t.Elem, toEntry(key.String()))
		}
	case strict.List:
		for i := range v.Len() {
			w.below(v.Index(i), t.Elem, toItem(i))
		}
	case strict.Any, strict.Whole:
		w.anything(v, t)
	default: // a scalar holds nothing, and patches are looked at as they are merged
	}
}

// anything visits what a value of any type holds.
func (w *walk) anything(v reflect.Value, t *strict.Type) {
	switch v.Kind() {
	case reflect.Map:
		for _, key := range sortedKeys(v) {
			w.below(v.MapIndex(key), t, toEntry(key.String()))
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.below(v.Index(i), t, toItem(i))
		}
	default: // a scalar holds nothing
	}
}

func (w *walk) fields(v reflect.Value, t *strict.Type) {
	field, outer := w.field, w.owner
	for i := range t.Fields {
		f := &t.Fields[i]
		if child := f.In(v); !child.IsZero() {
			w.field, w.owner = f, owner{v, t}
			w.below(child, f.Type, toField(f.Name))
		}
	}
	w.field, w.owner = field, outer
}

// below visits a value inside the one under way.
func (w *walk) below(v reflect.Value, t *strict.Type, to step) {
	w.steps = append(w.steps, to)
	w.value(v, t)
	w.steps = w.steps[:len(w.steps)-1]
}

// sortedKeys are the keys of a map of any type, in order.
func sortedKeys(m reflect.Value) []reflect.Value {
	keys := m.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	return keys
}
