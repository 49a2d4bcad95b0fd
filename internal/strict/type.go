package strict

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Kind is what a value looks like in a file.
type Kind int

// The kinds.
const (
	Struct  Kind = iota // a map with fixed keys
	Map                 // a map with free keys
	List                // a slice
	String              // text
	Integer             // a whole number
	Boolean             // true or false
	Custom              // a scalar that reads itself from JSON
	Patch               // a merge patch of Elem
)

// Type describes a Go type: all that reading, merging, the JSON Schema and explain know of it.
type Type struct {
	// Go is the type itself.
	Go reflect.Type
	// Kind is what its values look like.
	Kind Kind
	// Fields are those of a struct, in the order of declaration.
	Fields []Field
	// Elem is what a map or list holds, and what a patch is one of.
	Elem *Type
	// Enum are the values that a string may have; nil: any.
	Enum []string
	// Validates reports whether the type is a [Validator].
	Validates bool
	// Min is the least that a number may be; 0 would count as unset unless a pointer leads to it.
	Min int64

	index map[string]int // of a struct: its fields by name
	short string         // of a struct: the field that a scalar stands for; "": none does
	one   bool           // of a list: its only item may stand alone
	root  *root
}

// Field is a field of a struct.
type Field struct {
	// Name in the file.
	Name string
	// Type of the value.
	Type *Type
	// Required reports that the field is never left out of what is marshalled.
	Required bool
	// Pointer reports that the Go field is a pointer.
	Pointer bool
	// Owner is the struct that declares the field, maybe an embedded one, and GoName its name there.
	Owner  reflect.Type
	GoName string

	index []int
}

// Of describes a type whose values are whole files. It fails where a file could not hold one.
func Of(t reflect.Type, o Options) (*Type, error) {
	o.Hints.Template = cmp.Or(o.Hints.Template, "is a template; write the value")
	o.Hints.MergeKey = cmp.Or(o.Hints.MergeKey, "alias the whole value")
	o.Hints.NestedPatch = cmp.Or(o.Hints.NestedPatch, "a patch cannot hold patches; move them up")
	r := &root{Options: o}
	b := builder{root: r, made: map[reflect.Type]*Type{}}
	r.whole = b.of(t)
	if b.err != nil {
		return nil, b.err
	}
	r.base, r.patches = r.whole.patchPaths("")
	r.comments = sync.OnceValues(func() (comments, error) { return readComments(o.Docs) })
	r.fieldPaths = sync.OnceValue(r.listPaths)
	return r.whole, nil
}

// root is what the types of one description have in common.
type root struct {
	Options
	whole *Type
	// base and patches are the paths of what patches are of, and of the map of patches.
	base, patches string
	comments      func() (comments, error)
	fieldPaths    func() map[string][]string
}

// patched is the type that patches are of; that of the whole file where there are none.
func (r *root) patched() *Type {
	t := r.whole
	if r.base == "" {
		return t
	}
	for name := range strings.SplitSeq(r.base, ".") {
		f, _ := t.Field(name)
		t = f.Type
	}
	return t
}

// patchPaths looks for the struct with a field of patches of the struct itself.
func (t *Type) patchPaths(path string) (base, patches string) {
	for i := range t.Fields {
		f := &t.Fields[i]
		at := strings.TrimPrefix(path+"."+f.Name, ".")
		if f.HasPatches() && f.Type.Elem.Elem == t {
			return path, at
		}
		if f.Type.Kind != Struct {
			continue
		}
		if base, patches = f.Type.patchPaths(at); patches != "" {
			return base, patches
		}
	}
	return "", ""
}

// Field returns the field of a name in the file.
func (t *Type) Field(name string) (*Field, bool) {
	i, ok := t.index[name]
	if !ok {
		return nil, false
	}
	return &t.Fields[i], true
}

// At returns the type of the value that a path of keys leads to, nil where none does.
func (t *Type) At(keys ...string) *Type {
	for _, key := range keys {
		switch f, known := t.Field(key); {
		case known:
			t = f.Type
		case t.Kind == Map:
			t = t.Elem
		default:
			return nil
		}
	}
	return t
}

// scalar returns the type of a scalar that may stand for the struct or list, nil where none may.
func (t *Type) scalar() *Type {
	if t.one {
		return t.Elem
	}
	if f, ok := t.Field(t.short); ok {
		return f.Type
	}
	return nil
}

// In returns the field's value in a struct, nothing in nothing.
func (f *Field) In(v reflect.Value) reflect.Value {
	if !v.IsValid() {
		return v
	}
	return v.FieldByIndex(f.index)
}

// Entry returns the value of a key in a map, nothing where there is none.
func Entry(v reflect.Value, key string) reflect.Value {
	if !v.IsValid() {
		return v
	}
	return v.MapIndex(reflect.ValueOf(key).Convert(v.Type().Key()))
}

// HasPatches reports whether the field is a map of patches.
func (f *Field) HasPatches() bool { return f.Type.Kind == Map && f.Type.Elem.Kind == Patch }

// nullable reports whether null may stand for the field outside of patches.
func (f *Field) nullable() bool {
	return f.Type.root.Nullable != nil && f.Type.root.Nullable(f)
}

// builder remembers the types under way, since a patch of a type may stand within that type.
type builder struct {
	root *root
	made map[reflect.Type]*Type
	err  error
}

var (
	validatorType = reflect.TypeFor[Validator]()
	enumType      = reflect.TypeFor[Enum]()
	shortFormType = reflect.TypeFor[ShortForm]()
	jsonType      = reflect.TypeFor[json.Unmarshaler]()
)

func (b *builder) of(t reflect.Type) *Type {
	if t.Kind() == reflect.Pointer {
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
	case t.Kind() == reflect.Slice && t.Implements(shortFormType):
		d.Kind, d.Elem, d.one = List, b.of(t.Elem()), true
	case reflect.PointerTo(t).Implements(jsonType):
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
		b.addFields(d, t, nil)
		if t.Implements(shortFormType) {
			d.short = reflect.Zero(t).Interface().(ShortForm).ShortForm()
		}
	case reflect.Map:
		d.Kind, d.Elem = Map, b.of(t.Elem())
		if t.Key().Kind() != reflect.String {
			b.refuse(t)
		}
	case reflect.Slice:
		d.Kind, d.Elem = List, b.of(t.Elem())
	case reflect.String:
		d.Kind = String
		if t.Implements(enumType) {
			d.Enum = reflect.Zero(t).Interface().(Enum).Enum()
		}
	case reflect.Int32, reflect.Int64:
		d.Kind, d.Min = Integer, 1
	case reflect.Bool:
		d.Kind = Boolean
	default:
		b.refuse(t)
	}
}

func (b *builder) refuse(t reflect.Type) {
	if b.err == nil {
		b.err = fmt.Errorf("no file can hold a %s", t)
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

// addFields adds the fields of struct t to d; embedded structs lend theirs.
func (b *builder) addFields(d *Type, t reflect.Type, prefix []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(prefix), i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			b.addFields(d, f.Type, index)
			continue
		}
		if name == "-" {
			continue // what no file holds
		}
		d.index[name] = len(d.Fields)
		d.Fields = append(d.Fields, Field{
			Name: name, Type: b.of(f.Type), index: index, Owner: t, GoName: f.Name,
			Required: !strings.Contains(options, "omit"), Pointer: f.Type.Kind() == reflect.Pointer,
		})
	}
}
