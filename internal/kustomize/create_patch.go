package kustomize

import (
	"slices"

	"github.com/djangostack/djangostack/internal/tree"
)

// CreatePatch returns the smallest patch this package knows that turns base into
// want, or nil when they are equal. It has applied the patch with the model
// and seen the result; an error means no patch is exact. known is mergeable, and
// much like base; it may be nil.
func CreatePatch(base, want, known *tree.Node) (*tree.Node, error) {
	if tree.Equal(base, want) {
		return nil, nil
	}
	for _, field := range []string{"finalizers", "ownerReferences"} {
		if base.Get("metadata", field) != nil || want.Get("metadata", field) != nil {
			return nil, notMergeable("metadata."+field, "a set of names")
		}
	}
	s := schemaOf(base, nil)
	if err := mergeable(base, known, s); err != nil {
		return nil, below("base", err)
	}
	if err := mergeable(want, base, s); err != nil {
		return nil, below("overlay", err)
	}
	patch, err := diffMap(base, want, s)
	if err != nil {
		return nil, err
	}
	got, err := mergeMap(base, &patch, s)
	if err != nil {
		return nil, err
	}
	if !tree.Equal(&got, want) {
		return nil, notMergeable(tree.Difference(&got, want, ""), "patch is not exact")
	}
	return &patch, nil
}

// few is how many changes a map mostly has.
const few = 4

// diffMap holds the changed keys only: null removes, a map or a keyed list
// merges, everything else replaces.
func diffMap(base, want *tree.Node, s *schema) (tree.Node, error) {
	s = schemaOf(base, s)
	patch := make([]tree.Node, 0, few)
	for was, now := range tree.Pairs(base, want) {
		switch {
		case now == nil:
			patch = append(patch, tree.Node{}.Under(was.Key))
		case was == nil:
			patch = append(patch, *now)
		case !tree.Equal(was, now):
			change, err := diffValue(was, now, s.field(now.Key))
			if err != nil {
				return tree.Node{}, below("."+now.Key, err)
			}
			patch = append(patch, change.Under(now.Key))
		}
	}
	return tree.OfSorted(patch), nil
}

// diffValue returns what makes want of base, which is not the same.
func diffValue(base, want *tree.Node, s *schema) (tree.Node, error) {
	switch {
	case base.IsMap() && want.IsMap():
		return diffMap(base, want, s)
	case base.IsCollection() && base.Kind() == want.Kind():
		return diffList(base.Items(), want.Items(), s)
	case !base.IsCollection() && !want.IsCollection():
		return *want, nil
	}
	return tree.Node{}, notMergeable("", "the type differs")
}

func diffList(base, want []tree.Node, s *schema) (tree.Node, error) {
	if !s.merges() {
		return tree.OfList(want...), nil
	}
	whole := tree.OfList(append([]tree.Node{instruction("replace")}, want...)...)
	if len(s.keys) > 1 {
		return whole, nil
	}
	patch, err := diffElements(base, want, s)
	if err != nil {
		return whole, err
	}
	if leaves(&patch) > leaves(&whole) {
		return whole, nil
	}
	return patch, nil
}

// instruction returns an element of a patch that says what to do.
func instruction(what string, key ...tree.Node) tree.Node {
	return tree.OfMap(append(key, text(directive, what))...)
}

// diffElements names the elements of want up to the last one that changed or
// moved, because kustomize moves every named element to the front, and then
// the elements to delete.
func diffElements(base, want []tree.Node, s *schema) (tree.Node, error) {
	existing, wanted := keyedList{list: base, s: s}, keyedList{list: want, s: s}
	var patch []tree.Node
	for i := range want[:len(want)-untouchedTail(base, want, s)] {
		element := &want[i]
		key := primaryKey(element, s)
		old := existing.find(key)
		if old == nil {
			patch = append(patch, *element)
			continue
		}
		change, err := diffMap(old, element, s.elem)
		if err != nil {
			return tree.Node{}, below("["+key+"]", err)
		}
		patch = append(patch, change.With(*element.Get(s.keys[0]), s.keys[0]))
	}
	for i := range base {
		if element := &base[i]; wanted.find(primaryKey(element, s)) == nil {
			patch = append(patch, instruction("delete", *element.Get(s.keys[0])))
		}
	}
	return tree.OfList(patch...), nil
}

// untouchedTail counts the elements at the end of want that are equal in base
// and stand there in the same order, so that a patch need not name them.
func untouchedTail(base, want []tree.Node, s *schema) int {
	next := len(base)
	for i := range slices.Backward(want) {
		element := &want[i]
		key := primaryKey(element, s)
		for next--; next >= 0 && primaryKey(&base[next], s) != key; next-- { // a deleted one
		}
		if next < 0 || !tree.Equal(&base[next], element) {
			return len(want) - 1 - i
		}
	}
	return len(want)
}

// leaves counts what a reviewer reads: scalars, nulls and empty collections.
func leaves(n *tree.Node) int {
	total := 0
	items := n.Items()
	for i := range items {
		total += leaves(&items[i])
	}
	return max(total, 1)
}
