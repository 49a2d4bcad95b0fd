package kustomize

import (
	"slices"

	"github.com/djangostack/djangostack/internal/tree"
)

// edit changes one element of a list, and says whether it did.
type edit func(*tree.Node) (tree.Node, bool)

// edited returns the list n with some of its maps changed, and whether any is.
func edited(n *tree.Node, change edit) (out tree.Node, changed bool) {
	if n == nil || n.Kind() != tree.List {
		return tree.Node{}, false
	}
	items := n.Items()
	var own []tree.Node
	for i := range items {
		if !items[i].IsMap() {
			continue
		}
		element, did := change(&items[i])
		if did && own == nil {
			own = slices.Clone(items)
		}
		if did {
			own[i] = element
		}
	}
	if own == nil {
		return *n, false
	}
	return n.Holding(own), true
}

// editEach returns n with some of the maps of the list at path changed.
func editEach(n *tree.Node, change edit, path ...string) (tree.Node, bool) {
	if list, changed := edited(n.Get(path...), change); changed {
		return n.With(list, path...), true
	}
	return *n, false
}
