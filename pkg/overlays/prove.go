package overlays

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/kustomize"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// prove builds the overlay with the model and compares the result with the
// final objects of env, object for object and in order. The error names the
// object and the first path that differs.
func prove(base, overlay *kustomize.Directory, env *compiled) error {
	got, err := kustomize.Build(base, overlay)
	if err != nil {
		return err
	}
	wanted := make(map[kustomize.NamespacedID]int, len(env.final)) // objects by their place in the list
	for i, object := range env.final {
		at := namespacedID(object)
		if _, exists := wanted[at]; exists {
			return fmt.Errorf("%s: two objects are %s; give one of them another name", overlay.Path, at)
		}
		wanted[at] = i
	}
	places := make([]int, len(got))
	for i, object := range got {
		at := object.ID
		place, ok := wanted[at]
		if !ok {
			return fmt.Errorf("%s: builds %s, which the environment does not have", overlay.Path, at)
		}
		if err := compareFinal(&object.Tree, env.final[place]); err != nil {
			return fmt.Errorf("%s: %s: %w", overlay.Path, at, err)
		}
		delete(wanted, at)
		places[i] = place
	}
	if len(wanted) > 0 {
		first := slices.Min(slices.Collect(maps.Values(wanted)))
		return fmt.Errorf("%s: does not build %s", overlay.Path, namespacedID(env.final[first]))
	}
	for i, place := range places {
		if place != i {
			return fmt.Errorf("%s: object %d is %s, want %s; sort the final objects in the order they are applied in",
				overlay.Path, i+1, got[i].ID, namespacedID(env.final[i]))
		}
	}
	return nil
}

// compareFinal returns an error with where got first differs from want, if it does. The tree
// of what is wanted is made from the object alone, and shares nothing with what was built.
func compareFinal(got *tree.Node, want stack.Object) error {
	wanted, err := encode.Tree(want)
	if err != nil {
		return err
	}
	if difference := tree.Difference(got, &wanted, ""); difference != "" {
		return errors.New(difference)
	}
	return nil
}

func namespacedID(o stack.Object) kustomize.NamespacedID {
	return kustomize.NamespacedID{ID: idOf(o), Namespace: o.GetNamespace()}
}
