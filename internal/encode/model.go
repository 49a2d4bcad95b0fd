package encode

import (
	"reflect"

	"github.com/djangostack/djangostack/internal/tree"
)

// Model is a tree that another one is likely to resemble.
type Model struct {
	// Tree is taken from whatever is the same; nil has nothing to give.
	Tree *tree.Node
	// Value is the pointer Tree was made of, and what it points to is the same
	// still; nil where that is not known. What another value shares with it in
	// memory is the same without a look.
	Value any
}

// of is the model for a value of a type.
func (m Model) of(t reflect.Type) model {
	if m.Tree == nil || m.Value == nil || t.Kind() != reflect.Pointer || reflect.TypeOf(m.Value) != t {
		return model{tree: m.Tree}
	}
	return model{m.Tree, reflect.ValueOf(m.Value).UnsafePointer()}
}

// model is a part of one: tree is nil where it has no such part, and value is
// nil where it is not known.
type model struct {
	tree  *tree.Node
	value memory
}

// shares reports whether a value is the model's, and not one like it.
func (m model) shares(pl *plan, value memory) bool {
	return m.value != nil && identical(m.value, value, pl.size)
}

// field is the part under a field of a struct, whose tree is known.
func (m model) field(f *field, at *tree.Node) model {
	if at == nil || m.value == nil {
		return model{tree: at}
	}
	value, _ := f.of(m.value)
	return model{at, value}
}

// elem is the model behind a pointer.
func (m model) elem() model {
	if m.value == nil {
		return m
	}
	return model{m.tree, pointee(m.value)}
}

// items are the models of the elements of a list.
func (m model) items(pl *plan) models {
	out := models{trees: m.tree.Elements(), size: pl.elem.get().size}
	if m.value != nil {
		out.first, out.n = pl.elements(m.value)
	}
	return out
}

// models are those of the elements of a list.
type models struct {
	trees []tree.Node
	first memory
	n     int
	size  uintptr
}

func (m models) at(i int) model {
	switch {
	case i >= len(m.trees):
		return model{}
	case i >= m.n:
		return model{tree: &m.trees[i]}
	}
	return model{&m.trees[i], offset(m.first, uintptr(i)*m.size)}
}
