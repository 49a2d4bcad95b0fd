package overlays

// directive is kustomize's key for how to treat a map or list in a patch.
const directive = "$patch"

// merge is kustomize's strategic merge of patch into base, for the patches
// this package writes and bases that are regular. It is the model both the
// difference and the proof rely on; the tests compare it with kustomize.
//
// It reports false when the value is to be removed. Neither argument changes;
// the result shares with both what it takes from them whole.
func merge(base, patch any, s *schema, path string) (any, bool, error) {
	switch patch := patch.(type) {
	case nil:
		return nil, false, nil
	case tree:
		if patch[directive] == "delete" {
			return nil, false, nil
		}
		if base == nil {
			return added(patch), true, nil
		}
		m, ok := base.(tree)
		if !ok {
			return nil, false, irregular(path, "a map over another type")
		}
		out, err := mergeMap(m, patch, schemaOf(m, s), path)
		return out, err == nil, err
	case []any:
		if base == nil {
			return patch, true, nil
		}
		list, ok := base.([]any)
		if !ok {
			return nil, false, irregular(path, "a list over another type")
		}
		if !s.merges() {
			return patch, true, nil
		}
		out, err := mergeList(list, patch, s, path)
		return out, err == nil, err
	}
	if isCollection(base) {
		return nil, false, irregular(path, "a scalar over another type")
	}
	return patch, true, nil
}

func isCollection(v any) bool {
	switch v.(type) {
	case tree, []any:
		return true
	}
	return false
}

// added is a map that exists only in the patch: kustomize walks it once more,
// which drops its nulls and keeps its empty maps.
func added(patch tree) tree {
	out := make(tree, len(patch))
	for key, value := range patch {
		switch value := value.(type) {
		case nil:
		case tree:
			out[key] = added(value)
		default:
			out[key] = value
		}
	}
	return out
}

func mergeMap(base, patch tree, s *schema, path string) (tree, error) {
	out := make(tree, len(base)+len(patch))
	for key, value := range base {
		if _, touched := patch[key]; !touched {
			out[key] = value
		}
	}
	for _, key := range sortedKeys(patch) {
		value, keep, err := merge(base[key], patch[key], s.field(key), path+"."+key)
		if err != nil {
			return nil, err
		}
		if keep {
			out[key] = value
		}
	}
	return out, nil
}

// mergeList puts the elements the patch names first, in the patch's order,
// and the others after them, in the base's order: what kustomize calls
// prepending also moves elements that were there before.
//
// Lists with more than one key come out in another order again, so patches
// only ever replace them.
func mergeList(base, patch []any, s *schema, path string) ([]any, error) {
	if rest, replaces := replacement(patch); replaces {
		return rest, nil
	}
	if len(s.keys) > 1 {
		return nil, irregular(path, "merge into a list with two keys")
	}
	existing := byKey(base, s)
	out := make([]any, 0, len(base)+len(patch))
	named := map[string]bool{}
	for _, element := range patch {
		m, ok := element.(tree)
		if !ok || primaryKey(m, s) == "" {
			return nil, irregular(path, "patch element without "+s.keys[0])
		}
		key := primaryKey(m, s)
		named[key] = true
		value, keep, err := merge(existing[key], m, s.elem, path+"["+key+"]")
		if err != nil {
			return nil, err
		}
		if keep {
			out = append(out, value)
		}
	}
	for _, element := range base {
		if !named[primaryKey(element.(tree), s)] {
			out = append(out, element)
		}
	}
	return out, nil
}

// replacement reports whether a list in a patch replaces the whole list, and
// with what.
func replacement(patch []any) ([]any, bool) {
	for i, element := range patch {
		if m, ok := element.(tree); ok && len(m) == 1 && m[directive] == "replace" {
			return append(append([]any{}, patch[:i]...), patch[i+1:]...), true
		}
	}
	return nil, false
}

// byKey indexes the elements of a list with one merge key.
func byKey(list []any, s *schema) map[string]any {
	out := make(map[string]any, len(list))
	for _, element := range list {
		if m, ok := element.(tree); ok {
			out[primaryKey(m, s)] = m
		}
	}
	return out
}
