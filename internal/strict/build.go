package strict

import (
	"cmp"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// builder remembers the types under way, since a patch of a type may stand within that type.
type builder struct {
	root *root
	made map[reflect.Type]*Type
	at   fieldName // the field under way
	err  error
}

var (
	validatorType = reflect.TypeFor[Validator]()
	enumType      = reflect.TypeFor[Enum]()
	shortFormType = reflect.TypeFor[ShortForm]()
	jsonType      = reflect.TypeFor[json.Unmarshaler]()
	textType      = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (b *builder) of(t reflect.Type) *Type {
	if t.Kind() == reflect.Pointer {
		if t.Elem().Kind() == reflect.Pointer {
			b.refuse("a pointer to a pointer, " + t.String())
			return &Type{Go: t, root: b.root}
		}
		return b.of(t.Elem()).behindPointer()
	}
	if known, ok := b.made[t]; ok {
		return known
	}
	d := &Type{Go: t, Validates: t.Implements(validatorType), root: b.root}
	b.made[t] = d
	switch {
	case b.root.Patches != nil && t == b.root.Patches:
		d.Kind, d.Elem = Patch, b.of(b.root.Patched)
	case b.root.Sections.Map != nil && t == b.root.Sections.Map:
		b.addSections(d)
	case t.Kind() == reflect.Slice && t.Implements(shortFormType):
		d.Kind, d.Elem, d.one = List, b.of(t.Elem()), true
	case b.root.Whole != nil && t == b.root.Whole:
		d.Kind = Whole
	case reflect.PointerTo(t).Implements(jsonType), reflect.PointerTo(t).Implements(textType):
		d.Kind = Custom
	default:
		b.plain(d)
	}
	return d
}

// plain describes a type that does not read itself.
func (b *builder) plain(d *Type) {
	switch t := d.Go; t.Kind() {
	case reflect.Struct:
		d.Kind, d.index = Struct, map[string]int{}
		b.addFields(d, t, lent{})
		if t.Implements(shortFormType) {
			b.ask(t, func(zero any) { d.short = zero.(ShortForm).ShortForm() })
		}
	case reflect.Map:
		d.Kind, d.Elem = Map, b.of(t.Elem())
		if t.Key().Kind() != reflect.String {
			b.refuse("a " + t.String())
		}
	case reflect.Slice:
		d.Kind, d.Elem = List, b.of(t.Elem())
	case reflect.String:
		d.Kind = String
		if t.Implements(enumType) {
			b.ask(t, func(zero any) { d.Enum = zero.(Enum).Enum() })
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		d.Kind, d.Min = Integer, 1
	case reflect.Bool:
		d.Kind = Boolean
	case reflect.Interface:
		if d.Kind = Any; t.NumMethod() > 0 {
			b.refuse("a " + t.String())
		}
	default:
		b.refuse("a " + t.String())
	}
}

// fieldName names a field of a struct.
type fieldName struct {
	in   reflect.Type
	name string
}

func (f fieldName) String() string {
	if f.in == nil {
		return "the type"
	}
	return f.in.String() + "." + f.name
}

// ask calls a method of the zero value of a type, which is refused where that panics.
func (b *builder) ask(t reflect.Type, call func(zero any)) {
	defer func() {
		if value := recover(); value != nil {
			b.refuse(fmt.Sprintf("a %s, a method of which panics: %v", t, value))
		}
	}()
	call(reflect.Zero(t).Interface())
}

// refuse keeps the first reason why a type cannot be described.
func (b *builder) refuse(what string) {
	if b.err == nil {
		b.err = fmt.Errorf("%s: no file can hold %s", b.at, what)
	}
}

// refuseEndless refuses maps and lists that hold nothing but themselves.
func (b *builder) refuseEndless() {
	for t, d := range b.made {
		seen := map[*Type]bool{}
		for ; d != nil && (d.Kind == Map || d.Kind == List); d = d.Elem {
			if seen[d] {
				b.refuse("a " + t.String() + ", which has no end")
				return
			}
			seen[d] = true
		}
	}
}

// behindPointer returns the type of a number whose zero is a value: without a pointer it is no
// other than unset.
func (t *Type) behindPointer() *Type {
	if t.Kind != Integer {
		return t
	}
	counted := *t
	counted.Min = 0
	return &counted
}

// lent is how a struct comes by the fields of another that is embedded in it.
type lent struct {
	index []int
	by    []embedding
}

// addFields adds the fields of struct t to d; embedded structs lend theirs.
func (b *builder) addFields(d *Type, t reflect.Type, way lent) {
	d.Fields = slices.Grow(d.Fields, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(way.index), i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		b.at = fieldName{t, f.Name}
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			b.addFields(d, f.Type, lent{index, append(slices.Clone(way.by), embedding{t, f.Name})})
			continue
		case name == "-" || !f.IsExported(): // what no file holds
			continue
		case f.Anonymous && name == "":
			b.refuse("an embedded " + f.Type.String() + "; embed the struct itself, or give it a name in JSON")
			continue
		}
		name = cmp.Or(name, f.Name)
		if _, again := d.index[name]; again {
			b.refuse("two fields called " + name)
		}
		if slices.Contains(strings.Split(options, ","), "string") {
			b.refuse("a value that JSON has as text, by the option string of its tag; leave that out")
		}
		d.index[name] = len(d.Fields)
		d.Fields = append(d.Fields, Field{
			Name: name, FullName: t.Name() + "." + name, Type: b.of(f.Type), embeddings: way.by, index: index, Owner: t,
			GoName: f.Name, Required: !strings.Contains(options, "omit"), Pointer: f.Type.Kind() == reflect.Pointer,
		})
	}
}
