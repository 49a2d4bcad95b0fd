package encode

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// field is one key a struct may write.
type field struct {
	name   string
	key    string // name as a simple key with its colon; empty when it needs the long form
	index  []int  // path through embedded structs
	omit   func(reflect.Value) bool
	tagged bool
	noise  bool // dropped when it comes out as {}
	plan   lazyPlan
}

// value finds the field in its struct; ok is false when the tags leave it out
// or an embedded pointer on the way is nil.
func (f *field) value(v reflect.Value) (_ reflect.Value, ok bool) {
	v = v.Field(f.index[0])
	for _, i := range f.index[1:] {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v, f.omit == nil || !f.omit(v)
}

// fieldsOf lists the fields of a struct in the order they are written, by the
// rules of encoding/json. plain is false when a tag asks for something only
// that package does.
func fieldsOf(t reflect.Type) (fields []field, plain bool) {
	c := &collector{plain: true}
	c.walk(t, nil, nil)
	slices.SortStableFunc(c.fields, func(a, b *field) int {
		return cmp.Or(compareKeys(a.name, b.name), len(a.index)-len(b.index), rank(a)-rank(b))
	})
	object := isObject(t)
	for i := 0; i < len(c.fields); {
		end := i + 1
		for end < len(c.fields) && c.fields[end].name == c.fields[i].name {
			end++
		}
		f := c.fields[i]
		hidden := end > i+1 && rivals(f, c.fields[i+1])
		if !hidden && (!object || f.name != "status") {
			fields = append(fields, field{
				name: f.name, key: f.key, index: f.index, omit: f.omit,
				noise: f.noise, plan: lazyPlan{typ: f.plan.typ},
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
	return len(a.index) == len(b.index) && a.tagged == b.tagged
}

type collector struct {
	fields []*field
	plain  bool
}

// walk adds the fields of t, found at index, and those of its embedded structs.
// above holds the types on the way, so that a recursive embedding ends.
func (c *collector) walk(t reflect.Type, index []int, above []reflect.Type) {
	if slices.Contains(above, t) {
		return
	}
	above = append(slices.Clip(above), t)
	for i := range t.NumField() {
		sf := t.Field(i)
		tag, name, options := jsonTag(sf)
		if tag == "-" {
			continue
		}
		at := append(slices.Clone(index), i)
		if sf.Anonymous {
			inner := sf.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if !sf.IsExported() && inner.Kind() != reflect.Struct {
				continue
			}
			if name == "" && inner.Kind() == reflect.Struct {
				c.walk(inner, at, above)
				continue
			}
		}
		if !sf.IsExported() {
			continue
		}
		if slices.Contains(options, "string") {
			c.plain = false
		}
		c.fields = append(c.fields, newField(sf, at, options))
	}
}

func jsonTag(sf reflect.StructField) (tag, name string, options []string) {
	tag = sf.Tag.Get("json")
	name, rest, _ := strings.Cut(tag, ",")
	return tag, name, strings.Split(rest, ",")
}

func newField(sf reflect.StructField, index []int, options []string) *field {
	_, name, _ := jsonTag(sf)
	f := &field{name: cmp.Or(name, sf.Name), tagged: name != "", index: index}
	f.plan.typ = sf.Type
	f.noise = isNoise(sf.Type)
	f.omit = omitter(sf.Type, options)
	var w writer
	if w.key(f.name, 0).place == afterKey {
		f.key = string(w.buf)
	}
	return f
}

// omitter gives the test of omitempty and omitzero, or nil.
func omitter(t reflect.Type, options []string) func(reflect.Value) bool {
	var empty, zero func(reflect.Value) bool
	if slices.Contains(options, "omitempty") {
		empty = emptyTest(t)
	}
	if slices.Contains(options, "omitzero") {
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
	case reflect.String:
		return func(v reflect.Value) bool { return v.String() == "" }
	case reflect.Array, reflect.Map, reflect.Slice:
		return func(v reflect.Value) bool { return v.Len() == 0 }
	case reflect.Struct:
		return nil // omitempty says nothing about structs: hence the noise list
	}
	return reflect.Value.IsZero
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
		return func(v reflect.Value) bool { return addressable(v).Addr().Interface().(zeroer).IsZero() }
	}
	return reflect.Value.IsZero
}

// addressable returns v, or a copy of v that has an address.
func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}
