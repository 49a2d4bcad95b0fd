package overlays

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate"
)

// prove builds the overlay with the model and compares the result with the
// final objects of env, object for object and in order. The error names the
// object and the first path that differs.
func prove(base, overlay *root, env *compiled) error {
	got, err := build(base, overlay)
	if err != nil {
		return err
	}
	wanted := make(map[placed]int, len(env.final)) // objects by their place in the list
	for i, object := range env.final {
		at := placedObject(object)
		if _, exists := wanted[at]; exists {
			return fmt.Errorf("%s: two objects are %s; give one of them another name", overlay.dir, at)
		}
		wanted[at] = i
	}
	places := make([]int, len(got))
	for i, object := range got {
		at := object.place.placed
		place, ok := wanted[at]
		if !ok {
			return fmt.Errorf("%s: builds %s, which the environment does not have", overlay.dir, at)
		}
		if err := compareFinal(&object.tree, env.final[place]); err != nil {
			return fmt.Errorf("%s: %s: %w", overlay.dir, at, err)
		}
		delete(wanted, at)
		places[i] = place
	}
	if len(wanted) > 0 {
		first := slices.Min(slices.Collect(maps.Values(wanted)))
		return fmt.Errorf("%s: does not build %s", overlay.dir, placedObject(env.final[first]))
	}
	for i, place := range places {
		if place != i {
			return fmt.Errorf("%s: object %d is %s, want %s; sort the final objects in the order they are applied in",
				overlay.dir, i+1, got[i].place.placed, placedObject(env.final[i]))
		}
	}
	return nil
}

// compareFinal says where got first differs from want, if it does. What is wanted is
// made from the object alone, and shares nothing with what was built.
func compareFinal(got *tree.Node, want generate.Object) error {
	wanted, err := encode.Tree(want)
	if err != nil {
		return err
	}
	if difference := tree.Difference(got, &wanted, ""); difference != "" {
		return errors.New(difference)
	}
	return nil
}

// placed is an object's identity in a cluster.
type placed struct {
	identity
	namespace string
}

func (o *built) placed() placed {
	metadata := o.tree.Get("metadata")
	return placed{identity{o.kind, metadata.Text("name")}, metadata.Text("namespace")}
}

func placedObject(o generate.Object) placed { return placed{identityOf(o), o.GetNamespace()} }

func (p placed) String() string {
	name := p.name
	if p.namespace != "" {
		name = p.namespace + "/" + name
	}
	return fmt.Sprintf("%s %s (%s)", p.kind.name, name, p.apiVersion)
}
