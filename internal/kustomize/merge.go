package kustomize

import "github.com/djangostack/djangostack/internal/tree"

// directive is kustomize's key for how to treat a map or list in a patch.
const directive = "$patch"

// merge does kustomize's strategic merge of patch into base, for the patches
// this package writes and bases that are mergeable. It is the model both the
// difference and the proof rely on; the tests compare it with kustomize.
//
// It reports false when the value is to be removed. A nil base is one that is
// not there. The result shares with both what it takes from them whole.
func merge(base, patch *tree.Node, s *schema) (_ tree.Node, keep bool, err error) {
	switch patch.Kind() {
	case tree.Null:
		return tree.Node{}, false, nil
	case tree.Map:
		if patch.Text(directive) == "delete" {
			return tree.Node{}, false, nil
		}
		if base == nil {
			return added(patch), true, nil
		}
		if !base.IsMap() {
			return tree.Node{}, false, notMergeable("", "a map over another type")
		}
		out, err := mergeMap(base, patch, schemaOf(base, s))
		return out, err == nil, err
	case tree.List:
		if base == nil {
			return *patch, true, nil
		}
		if base.Kind() != tree.List {
			return tree.Node{}, false, notMergeable("", "a list over another type")
		}
		if !s.merges() {
			return *patch, true, nil
		}
		out, err := mergeList(base, patch, s)
		return out, err == nil, err
	default: // a scalar
		if base.IsCollection() {
			return tree.Node{}, false, notMergeable("", "a scalar over another type")
		}
		return *patch, true, nil
	}
}

// added returns a map that exists only in the patch: kustomize walks it once more, which drops
// its nulls and keeps its empty maps.
func added(patch *tree.Node) tree.Node {
	entries := patch.Items()
	out := make([]tree.Node, 0, len(entries))
	for i := range entries {
		entry := &entries[i]
		switch entry.Kind() {
		case tree.Null:
		case tree.Map:
			out = append(out, added(entry).Under(entry.Key))
		default:
			out = append(out, *entry)
		}
	}
	return tree.OfSorted(out)
}

func mergeMap(base, patch *tree.Node, s *schema) (tree.Node, error) {
	out := make([]tree.Node, 0, max(len(base.Items()), len(patch.Items())))
	for was, change := range tree.Pairs(base, patch) {
		if change == nil {
			out = append(out, *was)
			continue
		}
		value, keep, err := merge(was, change, s.field(change.Key))
		if err != nil {
			return tree.Node{}, below("."+change.Key, err)
		}
		if keep {
			out = append(out, value.Under(change.Key))
		}
	}
	return tree.OfSorted(out), nil
}

// mergeList puts the elements the patch names first, in the patch's order,
// and the others after them, in the base's order: what kustomize calls
// prepending also moves elements that were there before.
//
// Lists with more than one key come out in another order again, so patches
// only ever replace them.
func mergeList(base, patch *tree.Node, s *schema) (tree.Node, error) {
	elements, changes := base.Items(), patch.Items()
	if rest, replaces := replacement(changes); replaces {
		return tree.OfList(rest...), nil
	}
	if len(s.keys) > 1 {
		return tree.Node{}, notMergeable("", "merge into a list with two keys")
	}
	out := make([]tree.Node, 0, max(len(elements), len(changes)))
	existing, named := keyedList{list: elements, s: s}, keyedList{list: changes, s: s}
	for i := range changes {
		element := &changes[i]
		key := primaryKey(element, s)
		if key == "" {
			return tree.Node{}, notMergeable(position(i), "patch element without "+s.keys[0])
		}
		value, keep, err := merge(existing.find(key), element, s.elem)
		if err != nil {
			return tree.Node{}, below("["+key+"]", err)
		}
		if keep {
			out = append(out, value.Under(""))
		}
	}
	for i := range elements {
		if element := &elements[i]; named.find(primaryKey(element, s)) == nil {
			out = append(out, *element)
		}
	}
	return tree.OfList(out...), nil
}

// replacement reports whether a list in a patch replaces the whole list, and
// with what.
func replacement(patch []tree.Node) ([]tree.Node, bool) {
	for i := range patch {
		if m := &patch[i]; len(m.Items()) == 1 && m.Text(directive) == "replace" {
			return append(append([]tree.Node{}, patch[:i]...), patch[i+1:]...), true
		}
	}
	return nil, false
}

// keyedList finds the elements of a list with one merge key. It looks first behind
// the last one it found: two lists mostly have theirs in the same order.
type keyedList struct {
	list []tree.Node
	s    *schema
	next int
}

func (k *keyedList) find(key string) *tree.Node {
	for range k.list {
		element := &k.list[k.next]
		k.next = (k.next + 1) % len(k.list)
		if element.IsMap() && primaryKey(element, k.s) == key {
			return element
		}
	}
	return nil
}
