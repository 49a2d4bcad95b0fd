package strict

import (
	"cmp"
	"reflect"
	"strings"
	"sync"
)

// Kind is what a value looks like in a file.
type Kind int

// The kinds.
const (
	Struct   Kind = iota // a map with fixed keys
	Map                  // a map with free keys
	List                 // a slice
	String               // text
	Integer              // a whole number
	Boolean              // true or false
	Custom               // a scalar that reads itself from JSON
	Patch                // a merge patch of Elem
	Sections             // a map with keys that are known only when the program runs
	Any                  // a value of JSON, of which nothing is known
	Whole                // a map or a list of JSON that is one value, of which nothing is known
)

// Type describes a Go type: all that reading, merging, the JSON Schema and explain know of it.
type Type struct {
	// Go is the type itself.
	Go reflect.Type
	// Kind is what its values look like.
	Kind Kind
	// Fields are those of a struct, in the order of declaration, or the sections of a map.
	Fields []Field
	// Elem is what a map or list holds, and what a patch is one of.
	Elem *Type
	// Enum are the values that a string may have; nil: any.
	Enum []string
	// Validates reports whether the type is a [Validator].
	Validates bool
	// Min is the least that a number may be; 0 would count as unset unless a pointer leads to it.
	Min int64

	index map[string]int // its fields by name
	short string         // of a struct: the field that a scalar stands for; "": none does
	one   bool           // of a list: its only item may stand alone
	root  *root
}

// Field is a field of a struct, or a section.
type Field struct {
	// Name in the file.
	Name string
	// FullName is the name behind that of the struct that declares the field: Web.replicas.
	FullName string
	// Type of the value.
	Type *Type
	// Required reports that the field is never left out of what is marshalled.
	Required bool
	// Pointer reports that the Go field is a pointer.
	Pointer bool
	// Owner is the struct that declares the field, maybe an embedded one, and GoName its name there.
	Owner  reflect.Type
	GoName string

	embeddings []embedding // that lend it to the struct, the outermost first
	index      []int       // nil: a section
}

// embedding is where a struct embeds another: by a field that has the name of its type.
type embedding struct {
	in   reflect.Type
	name string
}

// Of describes a type whose values are whole files. It fails where a file could not hold one.
func Of(t reflect.Type, o Options) (*Type, error) {
	o.Hints.Template = cmp.Or(o.Hints.Template, "is a template; write the value")
	o.Hints.MergeKey = cmp.Or(o.Hints.MergeKey, "alias the whole value")
	o.Hints.NestedPatch = cmp.Or(o.Hints.NestedPatch, "a patch cannot hold patches; move them up")
	o.Hints.NestedLayer = cmp.Or(o.Hints.NestedLayer, "a patch is no layer; move it up")
	r := &root{Options: o}
	b := builder{root: r, made: map[reflect.Type]*Type{}}
	r.whole = b.of(t)
	b.refuseEndless()
	if b.err != nil {
		return nil, b.err
	}
	if o.Patches != nil {
		r.base, r.patches = r.whole.patchPaths("")
	}
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
	fieldPaths    func() fieldPaths
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
		if f.Type.Kind != Struct || f.Type == t {
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

// In returns the field's value in a struct, or of a section in a map; nothing in nothing.
func (f *Field) In(v reflect.Value) reflect.Value {
	switch {
	case !v.IsValid():
		return v
	case f.index == nil:
		return f.section(v)
	default:
		return v.FieldByIndex(f.index)
	}
}

// HasFields reports whether the values are maps with fixed keys.
func (t *Type) HasFields() bool { return t.Kind == Struct || t.Kind == Sections }

// IsCollection reports whether the values may hold others.
func (t *Type) IsCollection() bool {
	return t.Kind == Struct || t.Kind == Map || t.Kind == List || t.Kind == Any || t.Kind == Whole
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

// overlaid reports whether null may stand in the field, or in its entries, as in a patch.
func (f *Field) overlaid() bool {
	return f.Type.root.Overlaid != nil && f.Type.root.Overlaid(f)
}

// nullable reports whether null may stand for the field outside of patches.
func (f *Field) nullable() bool {
	return f.Type.root.Nullable != nil && f.Type.root.Nullable(f)
}

// makesLayer reports whether the field makes what holds it a layer over other files.
func (f *Field) makesLayer() bool {
	o := f.Type.root.Options
	return f.Name == o.LayerField && f.Owner == o.Patched
}

// InPatches reports whether a patch can have the field.
func (f *Field) InPatches() bool { return !f.HasPatches() && !f.makesLayer() }
