package spec

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/api/resource"
)

// kind is what a value of the spec looks like in a file.
type kind int

const (
	kindObject kind = iota // fixed fields: a struct
	kindDict               // free names: a map
	kindList               // a slice
	kindText               // a string
	kindNumber             // a whole number
	kindBool               // true or false
	kindParsed             // a scalar that reads itself: Duration, Quantity
	kindPatch              // an Environment: a patch of elem
)

// shape is what loading, merging, the JSON Schema and explain all know of a Go
// type. It is derived from the type alone, so the four cannot disagree.
type shape struct {
	typ     reflect.Type
	kind    kind
	fields  []member       // of an object, as declared
	index   map[string]int // of an object: field by name in the file
	elem    *shape         // of a dict, list or patch
	enum    []string       // of a text; nil: any
	checked bool           // whether the type implements Checked
	least   int64          // of a number: the least that means something
	short   string         // of an object: the field that a scalar stands for; "": none does
	single  bool           // of a list: its only item may stand alone
}

// member is one field of an object.
type member struct {
	name     string
	shape    *shape
	goIndex  []int
	required bool
	pointer  bool
	owner    reflect.Type // the struct that declares it, embedded ones included
	goName   string
}

// lookup finds a field by the name it has in a file.
func (s *shape) lookup(name string) (*member, bool) {
	i, ok := s.index[name]
	if !ok {
		return nil, false
	}
	return &s.fields[i], true
}

// alone is the shape of a scalar that stands for the object or list, nil where none
// does.
func (s *shape) alone() *shape {
	if s.single {
		return s.elem
	}
	if m, ok := s.lookup(s.short); ok {
		return m.shape
	}
	return nil
}

// isEnvironments reports whether the field is the one that holds patches.
func (m *member) isEnvironments() bool {
	return m.shape.kind == kindDict && m.shape.elem.kind == kindPatch
}

// stackShape is the shape of a whole file.
var stackShape = sync.OnceValue(func() *shape {
	return shaper{}.of(reflect.TypeFor[DjangoStack]())
})

// specShape is the shape of spec and of each of its environments.
func specShape() *shape {
	f, _ := stackShape().lookup("spec")
	return f.shape
}

// shaper remembers the shapes under way, since an Environment holds the spec
// that holds it.
type shaper map[reflect.Type]*shape

var (
	checkedType     = reflect.TypeFor[Checked]()
	enumeratedType  = reflect.TypeFor[Enumerated]()
	shorthandType   = reflect.TypeFor[Shorthand]()
	parserType      = reflect.TypeFor[json.Unmarshaler]()
	quantityType    = reflect.TypeFor[resource.Quantity]()
	durationType    = reflect.TypeFor[Duration]()
	environmentType = reflect.TypeFor[Environment]()
	secretKeyType   = reflect.TypeFor[SecretKey]()
	imageType       = reflect.TypeFor[Image]()
	namesType       = reflect.TypeFor[Names]()
)

// of derives the shape of t. A type no file could hold is a mistake in this
// package, found by its first test.
func (m shaper) of(t reflect.Type) *shape {
	if t.Kind() == reflect.Pointer {
		return m.of(t.Elem()).behindPointer()
	}
	if s, ok := m[t]; ok {
		return s
	}
	s := &shape{typ: t, checked: t.Implements(checkedType)}
	m[t] = s
	switch {
	case t == environmentType:
		s.kind, s.elem = kindPatch, m.of(reflect.TypeFor[StackSpec]())
	case t == namesType:
		s.kind, s.elem, s.single = kindList, m.of(t.Elem()), true
	case reflect.PointerTo(t).Implements(parserType):
		s.kind = kindParsed
	case t.Kind() == reflect.Struct:
		s.kind = kindObject
		m.addFields(s, t, nil)
		if t.Implements(shorthandType) {
			s.short = reflect.Zero(t).Interface().(Shorthand).Short()
		}
	case t.Kind() == reflect.Map:
		s.kind, s.elem = kindDict, m.of(t.Elem())
	case t.Kind() == reflect.Slice:
		s.kind, s.elem = kindList, m.of(t.Elem())
	case t.Kind() == reflect.String:
		s.kind = kindText
		if t.Implements(enumeratedType) {
			s.enum = reflect.Zero(t).Interface().(Enumerated).Enum()
		}
	case t.Kind() == reflect.Int32, t.Kind() == reflect.Int64:
		s.kind, s.least = kindNumber, 1
	case t.Kind() == reflect.Bool:
		s.kind = kindBool
	default:
		panic("spec: no file can hold a " + t.String())
	}
	return s
}

// behindPointer is the shape of a number whose zero is a value: without a pointer
// it is no other than unset.
func (s *shape) behindPointer() *shape {
	if s.kind != kindNumber {
		return s
	}
	counted := *s
	counted.least = 0
	return &counted
}

// addFields adds the fields of struct t to s; embedded structs give theirs.
func (m shaper) addFields(s *shape, t reflect.Type, prefix []int) {
	if s.index == nil {
		s.index = map[string]int{}
	}
	for i := range t.NumField() {
		f := t.Field(i)
		goIndex := append(append([]int(nil), prefix...), i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			m.addFields(s, f.Type, goIndex)
			continue
		}
		if name == "-" {
			continue // what no file holds
		}
		s.index[name] = len(s.fields)
		s.fields = append(s.fields, member{
			name: name, shape: m.of(f.Type), goIndex: goIndex, owner: t, goName: f.Name,
			required: !strings.Contains(options, "omit"), pointer: f.Type.Kind() == reflect.Pointer,
		})
	}
}
