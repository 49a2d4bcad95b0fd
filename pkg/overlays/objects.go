package overlays

import (
	"cmp"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/kustomize"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

func idOf(o stack.Object) kustomize.ID {
	if t, ok := o.GetObjectKind().(*metav1.TypeMeta); ok { // as it is written, and nothing made
		return kustomize.ID{TypeMeta: kustomize.TypeMeta{APIVersion: t.APIVersion, Kind: t.Kind}, Name: o.GetName()}
	}
	apiVersion, kind := o.GetObjectKind().GroupVersionKind().ToAPIVersionAndKind()
	return kustomize.ID{TypeMeta: kustomize.TypeMeta{APIVersion: apiVersion, Kind: kind}, Name: o.GetName()}
}

// objects keeps objects in their order and finds them by ID.
type objects struct {
	order []kustomize.ID
	byID  map[kustomize.ID]*object
}

// object is one of the base or of a draft.
type object struct {
	tree *tree.Node
	// mergeable is that tree where it is one in the base that patches can change, nil where
	// not.
	mergeable *tree.Node
	// generates says that a generator makes it: a ConfigMap named by its content.
	generates bool
	// config is what that generator makes, nil where none can.
	config *kustomize.ConfigMap
}

// tree returns the tree of an object, nil where there is none.
func (o *objects) tree(id kustomize.ID) *tree.Node {
	if found := o.byID[id]; found != nil {
		return found.tree
	}
	return nil
}

// treesOf returns the trees of ids.
func (o *objects) treesOf(ids []kustomize.ID) []*tree.Node {
	out := make([]*tree.Node, len(ids))
	for i, id := range ids {
		out[i] = o.tree(id)
	}
	return out
}

// newObjects turns typed objects into trees; where names the list in an error.
// What base has just so is shared with it: most is the same in every
// environment. An object without one there shares with the last of its kind.
func newObjects(list []stack.Object, where string, base *objects) (*objects, error) {
	out := &objects{make([]kustomize.ID, 0, len(list)), make(map[kustomize.ID]*object, len(list))}
	plain := base == nil
	if plain {
		base = &objects{}
	}
	all, trees, last := make([]object, len(list)), make([]tree.Node, len(list)), map[kustomize.TypeMeta]*tree.Node{}
	for i, from := range list {
		id := idOf(from)
		if err := out.admit(id, from); err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		was, t := base.byID[id], &trees[i]
		made, same, err := encode.TreeLike(from, cmp.Or(base.tree(id), last[id.TypeMeta]))
		if err != nil {
			return nil, fmt.Errorf("%s: encode %T %s: %w", where, from, from.GetName(), err)
		}
		*t = made
		if !same {
			if err := kustomize.CheckBuildable(t, id); err != nil {
				if plain {
					continue // the base need not be complete
				}
				return nil, fmt.Errorf("%s: %w", where, err)
			}
		}
		all[i] = object{tree: t, generates: stack.NamedByContent(from)}
		if same && was != nil {
			all[i].config = was.config
		} else {
			all[i].readConfig()
		}
		if plain {
			all[i].mergeable = kustomize.Mergeable(t)
		}
		out.order = append(out.order, id)
		out.byID[id], last[id.TypeMeta] = &all[i], t
	}
	return out, nil
}

// admit refuses an object that has no identity, or that of one before it.
func (o *objects) admit(id kustomize.ID, from stack.Object) error {
	if id.APIVersion == "" || id.Kind == "" || id.Name == "" {
		return fmt.Errorf("%T %q lacks apiVersion, kind or name; set its TypeMeta in the builder", from, id.Name)
	}
	if o.byID[id] != nil {
		return fmt.Errorf("two objects are %s; give one of them another name", id)
	}
	return nil
}

// readConfig reads what a generator makes, nil where none can express it.
func (o *object) readConfig() {
	if o.generates {
		o.config, _ = kustomize.ReadConfigMap(o.tree)
	}
}
