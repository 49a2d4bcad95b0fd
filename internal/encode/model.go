package encode

import (
	"reflect"

	"github.com/djangostack/djangostack/internal/tree"
)

// Model is a tree that another one is likely to resemble.
type Model struct {
	// Tree is taken from whatever is the same; nil has nothing to give.
	Tree *tree.Node
	// Value is a pointer to what Made was made of and what is still the same; nil
	// where that is not known. For memory that another value shares with it, the
	// matching part of Made is used again.
	Value any
	// Made is the tree of Value. Default: Tree.
	Made *tree.Node
}

// of is the model for a value of a type.
func (m Model) of(t reflect.Type) model {
	made := m.Made
	if made == nil {
		made = m.Tree
	}
	if made == nil || m.Value == nil || t.Kind() != reflect.Pointer || reflect.TypeOf(m.Value) != t {
		return model{tree: m.Tree}
	}
	return model{m.Tree, reflect.ValueOf(m.Value).UnsafePointer(), made}
}

// model is a part of one: tree is nil where it has no such part, and value and
// made, which is its tree, are nil where they are not known.
type model struct {
	tree  *tree.Node
	value memory
	made  *tree.Node
}

// shares reports whether a value is the model's, and not one like it.
func (m model) shares(pl *plan, value memory) bool {
	return m.value != nil && identical(m.value, value, pl.size)
}

// field is the part under a field of a struct, whose trees are known.
func (m model) field(f *field, at, made *tree.Node) model {
	if made == nil || m.value == nil {
		return model{tree: at}
	}
	value, _ := f.of(m.value)
	return model{at, value, made}
}

// elem is the model behind a pointer.
func (m model) elem() model {
	if m.value != nil {
		m.value = pointee(m.value)
	}
	return m
}

// items are the models of the elements of a list.
func (m model) items(pl *plan) models {
	out := models{trees: m.tree.Elements(), size: pl.elem.get().size}
	if m.value != nil {
		out.first, out.n = pl.elements(m.value)
		out.made = m.made.Elements()
	}
	return out
}

// models are those of the elements of a list.
type models struct {
	trees, made []tree.Node
	first       memory
	n           int
	size        uintptr
}

func (m models) at(i int) model {
	var out model
	if i < len(m.trees) {
		out.tree = &m.trees[i]
	}
	if i < m.n && i < len(m.made) {
		out.value, out.made = offset(m.first, uintptr(i)*m.size), &m.made[i]
	}
	return out
}
