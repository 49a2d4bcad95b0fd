package encode

import (
	"encoding/json"
	"reflect"
)

// Matches reports whether v comes out as tree: whether [Tree] would return just
// that. It builds nothing, which makes it many times as fast as comparing two
// trees where they are alike, and they mostly are.
func Matches(tree, v any) (bool, error) { return matches(tree, v, 0) }

func matches(tree, v any, depth int) (bool, error) {
	switch x := v.(type) {
	case nil:
		return tree == nil, nil
	case string:
		return tree == valid(x), nil
	}
	rv := reflect.ValueOf(v)
	return planOf(rv.Type()).matches(tree, rv, depth)
}

func (pl *plan) matches(tree any, v reflect.Value, depth int) (bool, error) {
	if depth > maxDepth {
		return false, errTooDeep
	}
	switch pl.shape {
	case shapeLeaf:
		s, err := pl.leaf(v)
		return err == nil && s.matches(tree), err
	case shapeStruct:
		return pl.structMatches(tree, v, depth+1)
	case shapeMap:
		return pl.mapMatches(tree, v, depth+1)
	case shapeList:
		return pl.listMatches(tree, v, depth+1)
	case shapePointer:
		if v.IsNil() {
			return tree == nil, nil
		}
		return pl.elem.get().matches(tree, v.Elem(), depth+1)
	case shapeDynamic:
		return matches(tree, v.Interface(), depth)
	case shapeForeign:
	}
	own, err := pl.tree(v, depth) // nobody else can tell
	return err == nil && reflect.DeepEqual(own, tree), err
}

func (s scalar) matches(tree any) bool {
	switch t := tree.(type) {
	case string:
		return s.kind == scalarText && s.text == t
	case bool:
		return s.kind == scalarBool && (s.integer != 0) == t
	case int64:
		return s.kind == scalarInt && s.integer == t
	case json.Number:
		return s.kind == scalarDigits && s.text == string(t)
	case float64:
		return s.kind == scalarFloat && s.float == t
	}
	return tree == nil && s.kind == scalarNull
}

func (pl *plan) structMatches(tree any, v reflect.Value, depth int) (bool, error) {
	m, ok := tree.(map[string]any)
	if !ok {
		return false, nil
	}
	count := 0
	for i := range pl.fields {
		f := &pl.fields[i]
		fv, ok := f.value(v)
		if !ok {
			continue
		}
		inner, present := m[f.name]
		if f.noise && !present {
			inner = map[string]any{} // as which it would be left out
		} else if present {
			count++
		} else {
			return false, nil
		}
		if left, empty := inner.(map[string]any); f.noise && present && empty && len(left) == 0 {
			return false, nil
		}
		if ok, err := f.plan.get().matches(inner, fv, depth); !ok {
			return false, err
		}
	}
	return count == len(m), nil
}

func (pl *plan) mapMatches(tree any, v reflect.Value, depth int) (bool, error) {
	if v.IsNil() {
		return tree == nil, nil
	}
	m, ok := tree.(map[string]any)
	if !ok || len(m) != v.Len() {
		return false, nil
	}
	if texts, ok := reflect.TypeAssert[map[string]string](v); ok {
		for k, text := range texts {
			if other, ok := m[valid(k)].(string); !ok || other != valid(text) {
				return false, nil
			}
		}
		return true, nil
	}
	elem := pl.elem.get()
	for iter := v.MapRange(); iter.Next(); {
		inner, present := m[valid(iter.Key().String())]
		if !present {
			return false, nil
		}
		if ok, err := elem.matches(inner, iter.Value(), depth); !ok {
			return false, err
		}
	}
	return true, nil
}

func (pl *plan) listMatches(tree any, v reflect.Value, depth int) (bool, error) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return tree == nil, nil
	}
	list, ok := tree.([]any)
	if !ok || len(list) != v.Len() {
		return false, nil
	}
	elem := pl.elem.get()
	for i, inner := range list {
		if ok, err := elem.matches(inner, v.Index(i), depth); !ok {
			return false, err
		}
	}
	return true, nil
}
