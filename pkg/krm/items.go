package krm

import (
	"path"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// index has the stacks of a run by what its items are known by.
type index struct {
	stacks []*builtStack
	made   map[reference]stackObject
	owners map[owner]*builtStack
}

// stackObject is an object and its stack.
type stackObject struct {
	*builtStack
	object
}

// owner is a stack in an environment, by the labels that all its objects carry and no other
// stack's.
type owner struct{ name, instance, manager string }

func ownerOf(item *yaml.Node) owner {
	label := func(key string) string { return text(item, "metadata", "labels", key) }
	return owner{label(stack.LabelName), label(stack.LabelInstance), label(stack.LabelManagedBy)}
}

func newIndex(stacks []*builtStack) *index {
	x := &index{stacks, map[reference]stackObject{}, map[owner]*builtStack{}}
	for _, b := range stacks {
		for _, o := range b.objects {
			x.made[o.id] = stackObject{b, o}
		}
		x.owners[b.owner] = b
	}
	return x
}

// apply puts the objects of all stacks into the items: in the place of the item
// that has an object's identity, else at the end. Items that say of themselves
// that they are a stack's in this environment and are not any more, such as
// a ConfigMap under the name of its former content, are removed.
func (x *index) apply(l *resourceList) results {
	seen := map[reference]bool{}
	var kept []*yaml.Node
	var found results
	for _, item := range l.items.Content {
		id := referenceTo(item)
		by, made := x.made[id]
		owner := x.madeBefore(item)
		switch {
		case x.isEcho(item):
			continue
		case !made && owner != nil:
			found = append(found, origin{node: item}.info("removed; it is no part of %s any more", owner))
			continue
		case !made:
		case seen[id]:
			found = append(found, origin{node: item}.error(nil, "", "is there twice; remove the other one"))
		default:
			o := by.node()
			if equal(item, o) {
				break
			}
			if owner != by.builtStack {
				found = append(found, origin{node: item}.warning("replaced; %s has an object of this name", by.builtStack))
			}
			keepHosts(item, o)
			item = o
		}
		seen[id] = true
		kept = append(kept, item)
	}
	l.items.Content = kept
	for _, b := range x.stacks {
		for _, o := range b.objects {
			if !seen[o.id] {
				l.added = append(l.added, b.withFile(o))
			}
		}
	}
	return found
}

// isEcho reports whether an item is one of a stack of this run; see [builtStack.isEcho].
func (x *index) isEcho(item *yaml.Node) bool {
	return len(x.stacks) == 1 && x.stacks[0].isEcho(item) // a generator makes one
}

// madeBefore returns the stack of which an earlier run made an item, in this environment:
// the item carries the labels that say so.
func (x *index) madeBefore(item *yaml.Node) *builtStack {
	if annotation(item, localConfig) == "true" {
		return nil
	}
	return x.owners[ownerOf(item)]
}

// isEcho reports whether an item is what kustomize gives a generator as its only
// item: the functionConfig itself, marked to be dropped from what comes back. It
// is dropped here: to kustomize it is of an unknown kind, on which it would read
// its whole OpenAPI schema, and that takes longer than all the rest. An item
// that has a file, as kpt's have, is never one.
func (b *builtStack) isEcho(item *yaml.Node) bool {
	return b.generator && referenceTo(item) == referenceTo(b.node) &&
		annotation(item, "config.kubernetes.io/function") != "" &&
		annotation(item, localConfig) == "true" && origin{node: item}.path() == ""
}

// withFile returns a new object with the place for its file, beside the stack's own
// file in a folder of the environment: else kpt puts all into one folder, where
// two environments get into each other's way. Kustomize has no files here.
func (b *builtStack) withFile(o object) addition {
	stack := b.path()
	if stack == "" || !filepath.IsLocal(stack) {
		return addition{object: o}
	}
	name := strings.ToLower(o.id.Kind) + "_" + o.id.Name + ".yaml"
	return addition{o, path.Join(path.Dir(stack), b.environment, name)}
}

// equal reports whether an item is an object already, whatever its comments,
// the order of its keys and what hosts have written on it. It is bounded by the
// size of the object, which holds no aliases.
func equal(item, o *yaml.Node) bool { return equalNodes(withoutHosts(item), o) }
