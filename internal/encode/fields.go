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
	// offsets lead from the struct to the field: one, and one more behind each
	// embedded pointer on the way.
	offsets []uintptr
	depth   int               // of the struct it is promoted from
	omit    func(memory) bool // nil for a field that is always written
	word    int               // of the struct; where it is zero, omit holds: most fields are not set. -1 for none
	tagged  bool
	noise   bool // dropped when it comes out as {}
	plan    lazyPlan
}

// of finds the field in its struct; ok is false when the tags leave it out or an
// embedded pointer on the way is nil.
func (f *field) of(m memory) (value memory, ok bool) {
	m = offset(m, f.offsets[0])
	for _, behind := range f.offsets[1:] {
		if m = pointee(m); m == nil {
			return nil, false
		}
		m = offset(m, behind)
	}
	return m, f.omit == nil || !f.omit(m)
}

// fieldsOf lists the fields of a struct by the rules of encoding/json. plain is
// false when a tag asks for something only that package does.
func fieldsOf(t reflect.Type) (fields []field, plain bool) {
	c := &collector{plain: true}
	c.walk(t, []uintptr{0}, nil)
	slices.SortStableFunc(c.fields, func(a, b *field) int {
		return cmp.Or(strings.Compare(a.name, b.name), a.depth-b.depth, rank(a)-rank(b))
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
				name: f.name, offsets: f.offsets, omit: f.omit, word: f.word, noise: f.noise, plan: lazyPlan{typ: f.plan.typ},
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

// walk adds the fields of t, which stands at offsets, and those of its embedded
// structs. above holds the types on the way, so that a recursive embedding ends.
func (c *collector) walk(t reflect.Type, offsets []uintptr, above []reflect.Type) {
	if slices.Contains(above, t) {
		return
	}
	above = append(slices.Clip(above), t)
	for sf := range t.Fields() {
		tag, name, options := jsonTag(sf)
		if tag == "-" {
			continue
		}
		at := slices.Clone(offsets)
		at[len(at)-1] += sf.Offset
		if sf.Anonymous {
			inner, behind := sf.Type, at
			if inner.Kind() == reflect.Pointer {
				inner, behind = inner.Elem(), append(slices.Clip(at), 0)
			}
			if !sf.IsExported() && inner.Kind() != reflect.Struct {
				continue
			}
			if name == "" && inner.Kind() == reflect.Struct {
				c.walk(inner, behind, above)
				continue
			}
		}
		if !sf.IsExported() {
			continue
		}
		if slices.Contains(options, "string") {
			c.plain = false
		}
		c.fields = append(c.fields, newField(sf, at, len(above), options))
	}
}

func jsonTag(sf reflect.StructField) (tag, name string, options []string) {
	tag = sf.Tag.Get("json")
	name, rest, _ := strings.Cut(tag, ",")
	return tag, name, strings.Split(rest, ",")
}

func newField(sf reflect.StructField, offsets []uintptr, depth int, options []string) *field {
	_, name, _ := jsonTag(sf)
	return &field{
		name:    cmp.Or(name, sf.Name),
		offsets: offsets,
		depth:   depth,
		omit:    omitter(sf.Type, options),
		word:    unsetWord(sf.Type, offsets, options),
		tagged:  name != "",
		noise:   isNoise(sf.Type),
		plan:    lazyPlan{typ: sf.Type},
	}
}

// omitter gives the test of omitempty and omitzero, or nil.
func omitter(t reflect.Type, options []string) func(memory) bool {
	var empty, zero func(memory) bool
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
	return func(m memory) bool { return empty(m) || zero(m) }
}

// unsetWord is where the word stands that tells of an unset field, -1 where
// that takes more than a word.
func unsetWord(t reflect.Type, offsets []uintptr, options []string) int {
	word, ok := emptyWord(t.Kind())
	if !ok || len(offsets) > 1 || !slices.Contains(options, "omitempty") {
		return -1
	}
	return int(offsets[0] + word)
}

func emptyTest(t reflect.Type) func(memory) bool {
	switch t.Kind() {
	case reflect.String, reflect.Pointer, reflect.Slice:
		word, _ := emptyWord(t.Kind())
		return func(m memory) bool { return isZeroWord(m, word) }
	case reflect.Map:
		return func(m memory) bool { return pointee(m) == nil || reflected(t, m).Len() == 0 }
	case reflect.Array:
		return func(memory) bool { return t.Len() == 0 }
	case reflect.Struct:
		return nil // omitempty says nothing about structs: hence the noise list
	case reflect.Bool:
		return func(m memory) bool { return !read[bool](m) }
	case reflect.Int32:
		return func(m memory) bool { return read[int32](m) == 0 }
	}
	return isZero(t)
}

func isZero(t reflect.Type) func(memory) bool {
	return func(m memory) bool { return reflected(t, m).IsZero() }
}

type zeroer interface{ IsZero() bool }

var zeroerType = reflect.TypeFor[zeroer]()

func zeroTest(t reflect.Type) func(memory) bool {
	switch {
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface:
		if !t.Implements(zeroerType) {
			return isZero(t)
		}
		return func(m memory) bool {
			v := reflected(t, m)
			nilInside := v.Kind() == reflect.Interface && v.Elem().Kind() == reflect.Pointer && v.Elem().IsNil()
			return v.IsNil() || nilInside || v.Interface().(zeroer).IsZero()
		}
	case reflect.PointerTo(t).Implements(zeroerType):
		return func(m memory) bool { return reflect.NewAt(t, m).Interface().(zeroer).IsZero() }
	}
	return isZero(t)
}
