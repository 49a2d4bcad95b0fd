package encode

import (
	"reflect"

	"github.com/djangostack/djangostack/internal/tree"
)

// Model is a tree that another one is likely to resemble.
type Model struct {
	// Tree is taken from whatever is the same; nil has nothing to give.
	Tree *tree.Node
	// Value is what Tree was made of and is still; nil where that is not known.
	// What another value shares with it in memory is the same without a look.
	Value any
}

// of is the model for a value of a type.
func (m Model) of(t reflect.Type) model {
	if m.Tree == nil || m.Value == nil || reflect.TypeOf(m.Value) != t {
		return model{tree: m.Tree}
	}
	return model{m.Tree, reflect.ValueOf(m.Value)}
}

// model is a part of one: tree is nil where it has no such part, and value is
// the zero one where it is not known.
type model struct {
	tree  *tree.Node
	value reflect.Value
}

// shares reports whether v is the model's value, and not one like it.
func (m model) shares(v reflect.Value) bool {
	if !m.value.IsValid() {
		return false
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Map:
		return v.UnsafePointer() == m.value.UnsafePointer()
	case reflect.Slice:
		return v.Len() == m.value.Len() && v.UnsafePointer() == m.value.UnsafePointer()
	default:
		return false
	}
}

// field is the part under a field of a struct, whose tree is known.
func (m model) field(f *field, at *tree.Node) model {
	if at != nil && m.value.IsValid() {
		if v, ok := f.value(m.value); ok {
			return model{at, v}
		}
	}
	return model{tree: at}
}

// elem is the model behind a pointer.
func (m model) elem() model {
	if m.value.IsValid() && !m.value.IsNil() {
		return model{m.tree, m.value.Elem()}
	}
	return model{tree: m.tree}
}

// item is an element of a list.
func (m model) item(i int) model {
	had := m.tree.Elements()
	switch {
	case i >= len(had):
		return model{}
	case m.value.IsValid() && i < m.value.Len():
		return model{&had[i], m.value.Index(i)}
	}
	return model{tree: &had[i]}
}
