package overlays

import "slices"

// patchFor returns the smallest patch this package knows that turns base into
// want, or nil when they are equal. It has applied the patch with the model
// and seen the result; an error means no patch is exact.
func patchFor(base, want tree) (tree, error) {
	if equal(base, want) {
		return nil, nil
	}
	for _, field := range []string{"finalizers", "ownerReferences"} {
		if lookup(base, "metadata", field) != nil || lookup(want, "metadata", field) != nil {
			return nil, irregular("metadata."+field, "a set of names")
		}
	}
	s := schemaOf(base, nil)
	if err := regular(base, s); err != nil {
		return nil, below("base", err)
	}
	if err := regular(want, s); err != nil {
		return nil, below("environment", err)
	}
	patch, err := diffMap(base, want, s, "")
	if err != nil {
		return nil, err
	}
	got, err := mergeMap(base, patch, s, "")
	if err != nil {
		return nil, err
	}
	if d := difference(got, want, ""); d != "" {
		return nil, irregular(d, "patch is not exact")
	}
	return patch, nil
}

// diffMap holds the changed keys only: null removes, a map or a keyed list
// merges, everything else replaces.
func diffMap(base, want tree, s *schema, path string) (tree, error) {
	s = schemaOf(base, s)
	patch := tree{}
	for key := range base {
		if _, keep := want[key]; !keep {
			patch[key] = nil
		}
	}
	for _, key := range sortedKeys(want) {
		old, existed := base[key]
		if !existed {
			patch[key] = clone(want[key])
			continue
		}
		was, isMap := old.(tree)
		if now, ok := want[key].(tree); ok && isMap {
			change, err := diffMap(was, now, s.field(key), path+"."+key)
			if err != nil {
				return nil, err
			}
			if len(change) > 0 {
				patch[key] = change
			}
			continue
		}
		if equal(old, want[key]) {
			continue
		}
		change, err := diffValue(old, want[key], s.field(key), path+"."+key)
		if err != nil {
			return nil, err
		}
		patch[key] = change
	}
	return patch, nil
}

func diffValue(base, want any, s *schema, path string) (any, error) {
	switch want := want.(type) {
	case tree:
		if base, ok := base.(tree); ok {
			return diffMap(base, want, s, path)
		}
	case []any:
		if base, ok := base.([]any); ok {
			return diffList(base, want, s, path)
		}
	default:
		if !isCollection(base) {
			return want, nil
		}
	}
	return nil, irregular(path, "the type differs")
}

func diffList(base, want []any, s *schema, path string) (any, error) {
	if !s.merges() {
		return clone(want), nil
	}
	whole := append([]any{tree{directive: "replace"}}, clone(want).([]any)...)
	if len(s.keys) > 1 {
		return whole, nil
	}
	patch, err := diffElements(base, want, s, path)
	if err != nil {
		return nil, err
	}
	if leaves(patch) > leaves(whole) {
		return whole, nil
	}
	return patch, nil
}

// diffElements names the elements of want up to the last one that changed or
// moved, because kustomize moves every named element to the front, and then
// the elements to delete.
func diffElements(base, want []any, s *schema, path string) ([]any, error) {
	existing, wanted := byKey(base, s), byKey(want, s)
	patch := []any{}
	for _, element := range want[:len(want)-untouchedTail(base, want, s)] {
		m := element.(tree)
		key := primaryKey(m, s)
		old, ok := existing[key].(tree)
		if !ok {
			patch = append(patch, clone(m))
			continue
		}
		change, err := diffMap(old, m, s.elem, path+"["+key+"]")
		if err != nil {
			return nil, err
		}
		change[s.keys[0]] = m[s.keys[0]]
		patch = append(patch, change)
	}
	for _, element := range base {
		m := element.(tree)
		if _, keep := wanted[primaryKey(m, s)]; !keep {
			patch = append(patch, tree{directive: "delete", s.keys[0]: m[s.keys[0]]})
		}
	}
	return patch, nil
}

// untouchedTail counts the elements at the end of want that are equal in base
// and stand there in the same order, so that a patch need not name them.
func untouchedTail(base, want []any, s *schema) int {
	existing := byKey(base, s)
	position := map[string]int{}
	for i, element := range base {
		position[primaryKey(element.(tree), s)] = i
	}
	count, next := 0, len(base)
	for _, w := range slices.Backward(want) {
		key := primaryKey(w.(tree), s)
		at, ok := position[key]
		if !ok || at >= next || !equal(existing[key], w) {
			break
		}
		next = at
		count++
	}
	return count
}

// leaves counts what a reviewer reads: scalars, nulls and empty collections.
func leaves(v any) int {
	total := 0
	switch v := v.(type) {
	case tree:
		for _, value := range v {
			total += leaves(value)
		}
	case []any:
		for _, value := range v {
			total += leaves(value)
		}
	}
	return max(total, 1)
}
