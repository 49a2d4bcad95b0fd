package encode

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// field is one key a struct may have.
type field struct {
	name string
	// index leads from the struct to the field: one, and one more behind each embedded
	// struct on the way.
	index  []int
	depth  int                      // of the struct it is promoted from
	omit   func(reflect.Value) bool // nil for a field that is always written
	tagged bool
	noise  bool // dropped when it comes out as {}
	plan   lazyPlan
}

// of finds the field in its struct; ok is false when the tags leave it out or an
// embedded pointer on the way is nil.
func (f *field) of(v reflect.Value) (value reflect.Value, ok bool) {
	for i, at := range f.index {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(at)
	}
	return v, f.omit == nil || !f.omit(v)
}

// fieldsOf lists the fields of a struct by the rules of encoding/json. plain is
// false when a tag asks for something only that package does.
func fieldsOf(t reflect.Type) (fields []field, plain bool) {
	c := &collector{plain: true}
	c.walk(t, nil, nil)
	slices.SortStableFunc(c.fields, func(a, b *field) int {
		return cmp.Or(strings.Compare(a.name, b.name), a.depth-b.depth, rank(a)-rank(b))
	})
	object := isObject(t)
	fields = make([]field, 0, len(c.fields))
	for i := 0; i < len(c.fields); {
		end := i + 1
		for end < len(c.fields) && c.fields[end].name == c.fields[i].name {
			end++
		}
		f := c.fields[i]
		hidden := end > i+1 && rivals(f, c.fields[i+1])
		if !hidden && (!object || f.name != "status") {
			fields = append(fields, field{
				name: f.name, index: f.index, omit: f.omit, noise: f.noise, plan: lazyPlan{typ: f.plan.typ},
			})
		}
		i = end
	}
	return fields, c.plain
}

// rank puts a field named by its tag before one named by its Go name.
func rank(f *field) int {
	if f.tagged {
		return 0
	}
	return 1
}

// rivals reports whether two fields of one name hide each other: neither is
// less deep, neither alone has a tag.
func rivals(a, b *field) bool {
	return a.depth == b.depth && a.tagged == b.tagged
}

type collector struct {
	fields []*field
	plain  bool
}

// walk adds the fields of t, to which index leads, and those of its embedded
// structs. above holds the types on the way, so that a recursive embedding ends.
func (c *collector) walk(t reflect.Type, index []int, above []reflect.Type) {
	if slices.Contains(above, t) {
		return
	}
	above = append(slices.Clip(above), t)
	c.fields = slices.Grow(c.fields, t.NumField())
	for sf := range t.Fields() {
		tag := jsonTagOf(sf)
		if tag.text == "-" {
			continue
		}
		at := slices.Concat(index, sf.Index)
		if sf.Anonymous {
			inner := sf.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if !sf.IsExported() && inner.Kind() != reflect.Struct {
				continue
			}
			if tag.name == "" && inner.Kind() == reflect.Struct {
				c.walk(inner, at, above)
				continue
			}
		}
		if !sf.IsExported() {
			continue
		}
		if tag.has("string") {
			c.plain = false
		}
		c.fields = append(c.fields, newField(sf, at, len(above), tag))
	}
}

// jsonTag is what a field says of its JSON.
type jsonTag struct{ text, name, options string }

func jsonTagOf(sf reflect.StructField) jsonTag {
	text := sf.Tag.Get("json")
	name, options, _ := strings.Cut(text, ",")
	return jsonTag{text, name, options}
}

// has reports whether an option is among those of the tag.
func (t jsonTag) has(option string) bool {
	for one := range strings.SplitSeq(t.options, ",") {
		if one == option {
			return true
		}
	}
	return false
}

func newField(sf reflect.StructField, index []int, depth int, tag jsonTag) *field {
	return &field{
		name:   cmp.Or(tag.name, sf.Name),
		index:  index,
		depth:  depth,
		omit:   omitter(sf.Type, tag),
		tagged: tag.name != "",
		noise:  isNoise(sf.Type),
		plan:   lazyPlan{typ: sf.Type},
	}
}

// omitter gives the test of omitempty and omitzero, or nil.
func omitter(t reflect.Type, tag jsonTag) func(reflect.Value) bool {
	var empty, zero func(reflect.Value) bool
	if tag.has("omitempty") {
		empty = emptyTest(t)
	}
	if tag.has("omitzero") {
		zero = zeroTest(t)
	}
	switch {
	case empty == nil:
		return zero
	case zero == nil:
		return empty
	}
	return func(v reflect.Value) bool { return empty(v) || zero(v) }
}

func emptyTest(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return func(v reflect.Value) bool { return v.Len() == 0 }
	case reflect.Pointer:
		return reflect.Value.IsNil
	case reflect.Struct:
		return nil // omitempty says nothing about structs: hence the noise list
	default:
		return reflect.Value.IsZero
	}
}

type zeroer interface{ IsZero() bool }

var zeroerType = reflect.TypeFor[zeroer]()

func zeroTest(t reflect.Type) func(reflect.Value) bool {
	switch {
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface:
		if !t.Implements(zeroerType) {
			return reflect.Value.IsZero
		}
		return func(v reflect.Value) bool {
			nilInside := v.Kind() == reflect.Interface && v.Elem().Kind() == reflect.Pointer && v.Elem().IsNil()
			return v.IsNil() || nilInside || v.Interface().(zeroer).IsZero()
		}
	case reflect.PointerTo(t).Implements(zeroerType):
		return func(v reflect.Value) bool { return v.Addr().Interface().(zeroer).IsZero() }
	}
	return reflect.Value.IsZero
}
