package overlays

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
)

// tree is one object as YAML sees it: maps, []any, string, bool, int64,
// float64 and nil. Everything in this package compares and merges trees.
type tree = map[string]any

// clone copies a tree; nothing is shared with the original.
func clone(v any) any {
	switch v := v.(type) {
	case tree:
		out := make(tree, len(v))
		for key, value := range v {
			out[key] = clone(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, value := range v {
			out[i] = clone(value)
		}
		return out
	}
	return v
}

// equal is reflect.DeepEqual for trees, many times as fast.
func equal(a, b any) bool {
	switch a := a.(type) {
	case tree:
		b, ok := b.(tree)
		if !ok || len(a) != len(b) {
			return false
		}
		for key, value := range a {
			if other, ok := b[key]; !ok || !equal(value, other) {
				return false
			}
		}
		return true
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, equal)
	}
	return !isCollection(b) && a == b
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// lookup walks maps only; it returns nil where the path ends early.
func lookup(t tree, path ...string) any {
	var v any = t
	for _, key := range path {
		m, ok := v.(tree)
		if !ok {
			return nil
		}
		v = m[key]
	}
	return v
}

func text(t tree, path ...string) string {
	s, _ := lookup(t, path...).(string)
	return s
}

func items(t tree, path ...string) []any {
	list, _ := lookup(t, path...).([]any)
	return list
}

// ensure returns the map at path, creating what is missing on the way.
func ensure(t tree, path ...string) tree {
	for _, key := range path {
		next, ok := t[key].(tree)
		if !ok {
			next = tree{}
			t[key] = next
		}
		t = next
	}
	return t
}

// with is t with value at path. What is on the way is copied, the rest shared,
// and t stays as it is: the trees of a base serve all environments at once.
func with(t tree, value any, path ...string) tree {
	out := maps.Clone(t)
	if out == nil {
		out = tree{}
	}
	if len(path) > 1 {
		next, _ := t[path[0]].(tree)
		value = with(next, value, path[1:]...)
	}
	out[path[0]] = value
	return out
}

// each visits the maps of a list.
func each(v any, visit func(tree)) {
	list, _ := v.([]any)
	for _, element := range list {
		if m, ok := element.(tree); ok {
			visit(m)
		}
	}
}

// edited is a list with some of its maps changed, itself where none is.
func edited(v any, edit func(tree) (tree, bool)) (any, bool) {
	list, _ := v.([]any)
	changed := false
	for i, element := range list {
		m, ok := element.(tree)
		if !ok {
			continue
		}
		m, did := edit(m)
		if did && !changed {
			list, changed = slices.Clone(list), true
		}
		if did {
			list[i] = m
		}
	}
	if !changed {
		return v, false
	}
	return list, true
}

// stringMap reads a map of strings; anything else in it is dropped.
func stringMap(v any) map[string]string {
	m, _ := v.(tree)
	if len(m) == 0 {
		return nil
	}
	out := make(map[string]string, len(m))
	for key, value := range m {
		if s, ok := value.(string); ok {
			out[key] = s
		}
	}
	return out
}

func stringTree(m map[string]string) tree {
	out := make(tree, len(m))
	for key, value := range m {
		out[key] = value
	}
	return out
}

// difference names the first path, in sorted order, at which got and want
// differ. It returns "" when they are equal.
func difference(got, want any, path string) string {
	if equal(got, want) {
		return ""
	}
	switch want := want.(type) {
	case tree:
		if got, ok := got.(tree); ok {
			return mapDifference(got, want, path)
		}
	case []any:
		if got, ok := got.([]any); ok {
			return listDifference(got, want, path)
		}
	}
	return fmt.Sprintf("%s: built %s, want %s", path, short(got), short(want))
}

func mapDifference(got, want tree, path string) string {
	keys := sortedKeys(got)
	for key := range want {
		if _, ok := got[key]; !ok {
			keys = append(keys, key)
		}
	}
	sort.Strings(keys)
	for _, key := range keys {
		child := path + "." + key
		g, inGot := got[key]
		w, inWant := want[key]
		switch {
		case !inGot:
			return fmt.Sprintf("%s: built nothing, want %s", child, short(w))
		case !inWant:
			return fmt.Sprintf("%s: built %s, want nothing", child, short(g))
		}
		if d := difference(g, w, child); d != "" {
			return d
		}
	}
	return ""
}

func listDifference(got, want []any, path string) string {
	for i := range min(len(got), len(want)) {
		if d := difference(got[i], want[i], path+"["+strconv.Itoa(i)+"]"); d != "" {
			return d
		}
	}
	if len(got) != len(want) {
		return fmt.Sprintf("%s: built %d elements, want %d", path, len(got), len(want))
	}
	return ""
}

// short prints a value on one line, cut to a readable length.
func short(v any) string {
	s := fmt.Sprintf("%#v", v)
	switch v := v.(type) {
	case nil:
		s = "null"
	case tree:
		s = fmt.Sprintf("a map of %d keys", len(v))
	case []any:
		s = fmt.Sprintf("a list of %d elements", len(v))
	}
	if runes := []rune(s); len(runes) > 120 {
		return string(runes[:120]) + "…"
	}
	return s
}
