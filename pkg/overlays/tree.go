package overlays

import (
	"maps"
	"slices"

	"github.com/djangostack/djangostack/internal/tree"
)

// edit changes one element of a list, and says whether it did.
type edit func(*tree.Node) (tree.Node, bool)

// edited is the list n with some of its maps changed, and whether any is.
func edited(n *tree.Node, change edit) (out tree.Node, changed bool) {
	if n == nil || n.Kind != tree.List {
		return tree.Node{}, false
	}
	out = *n
	for i := range n.Items {
		if !n.Items[i].IsMap() {
			continue
		}
		element, did := change(&n.Items[i])
		if did && !changed {
			out.Items, changed = slices.Clone(n.Items), true
		}
		if did {
			out.Items[i] = element
		}
	}
	return out, changed
}

// editEach is n with some of the maps of the list at path changed.
func editEach(n *tree.Node, change edit, path ...string) (tree.Node, bool) {
	if list, changed := edited(n.Get(path...), change); changed {
		return n.With(list, path...), true
	}
	return *n, false
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
