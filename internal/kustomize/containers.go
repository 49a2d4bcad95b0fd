package kustomize

import (
	"slices"

	"github.com/djangostack/djangostack/internal/tree"
)

// editContainers returns n with some containers changed: elements of a field containers or
// initContainers at any depth, where kustomize looks for images.
func editContainers(n *tree.Node, change edit) (out tree.Node, changed bool) {
	items := n.Items()
	var own []tree.Node
	for i := range items {
		if !items[i].IsCollection() {
			continue
		}
		item, did := editContainers(&items[i], change)
		if holdsContainers(item.Key) {
			after, also := edited(&item, change)
			if also {
				item, did = after, true
			}
		}
		if did && own == nil {
			own = slices.Clone(items)
		}
		if did {
			own[i] = item
		}
	}
	if own == nil {
		return *n, false
	}
	return n.Holding(own), true
}

// visitContainers calls visit for what editContainers could change.
func visitContainers(n *tree.Node, visit func(container *tree.Node)) {
	items := n.Items()
	for i := range items {
		item := &items[i]
		if !item.IsCollection() {
			continue
		}
		visitContainers(item, visit)
		if holdsContainers(item.Key) {
			elements := item.Elements()
			for j := range elements {
				visit(&elements[j])
			}
		}
	}
}

func holdsContainers(key string) bool { return key == "containers" || key == "initContainers" }
