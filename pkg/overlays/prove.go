package overlays

import (
	"fmt"
	"maps"
	"slices"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/kustomize"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// proof is what shows that an overlay builds to the objects of its environment: two lists of
// trees, made from nothing in common.
type proof struct {
	overlay string // its path
	// built is what the model makes of the overlay and the base.
	built []*kustomize.Resource
	// wanted are the trees of final.
	final  []stack.Object
	wanted []tree.Node
}

// treesOf returns the trees of objects, each made from the object alone.
func treesOf(final []stack.Object) ([]tree.Node, error) {
	trees := make([]tree.Node, len(final))
	for i, object := range final {
		var err error
		if trees[i], err = encode.Tree(object); err != nil {
			return nil, fmt.Errorf("encode %T %s: %w", object, object.GetName(), err)
		}
	}
	return trees, nil
}

// compare compares both lists, object for object and in order. The error names the object and
// the first path that differs.
func (p *proof) compare() error {
	missing := make(map[kustomize.NamespacedID]int, len(p.final)) // objects by their place in the list
	for i, object := range p.final {
		at := namespacedID(object)
		if _, exists := missing[at]; exists {
			return fmt.Errorf("%s: two objects are %s; give one of them another name", p.overlay, at)
		}
		missing[at] = i
	}
	places := make([]int, len(p.built))
	for i, object := range p.built {
		at := object.ID
		place, ok := missing[at]
		if !ok {
			return fmt.Errorf("%s: builds %s, which the environment does not have", p.overlay, at)
		}
		if difference := tree.Difference(&object.Tree, &p.wanted[place], ""); difference != "" {
			return fmt.Errorf("%s: %s: %s", p.overlay, at, difference)
		}
		delete(missing, at)
		places[i] = place
	}
	if len(missing) > 0 {
		first := slices.Min(slices.Collect(maps.Values(missing)))
		return fmt.Errorf("%s: does not build %s", p.overlay, namespacedID(p.final[first]))
	}
	for i, place := range places {
		if place != i {
			return fmt.Errorf("%s: object %d is %s, want %s; sort the final objects in the order they are applied in",
				p.overlay, i+1, p.built[i].ID, namespacedID(p.final[i]))
		}
	}
	return nil
}

func namespacedID(o stack.Object) kustomize.NamespacedID {
	return kustomize.NamespacedID{ID: idOf(o), Namespace: o.GetNamespace()}
}
