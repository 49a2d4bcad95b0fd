package encode

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Tree converts v to map[string]any, []any, string, bool, int64, float64 and
// nil: the tree of its JSON, less the noise that [Marshal] leaves out. Whole
// numbers are int64, or json.Number where they need more than 64 bits with a
// sign. The result shares no memory with v that could be written to.
func Tree(v any) (any, error) {
	tree, err := treeOf(v, 0)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return tree, nil
}

const maxDepth = 10_000

func (s scalar) tree() any {
	switch s.kind {
	case scalarText:
		return s.text
	case scalarBool:
		return s.integer != 0
	case scalarInt:
		return s.integer
	case scalarDigits:
		return json.Number(s.text)
	case scalarFloat:
		return s.float
	default: // scalarNull
		return nil
	}
}

func treeOf(v any, depth int) (any, error) {
	switch x := v.(type) {
	case nil, bool, int64:
		return x, nil
	case string:
		return valid(x), nil
	}
	rv := reflect.ValueOf(v)
	return planOf(rv.Type()).tree(rv, depth)
}

func (pl *plan) tree(v reflect.Value, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errTooDeep
	}
	switch pl.shape {
	case shapeStruct:
		return pl.structTree(v, depth+1)
	case shapeMap:
		return pl.mapTree(v, depth+1)
	case shapeList:
		return pl.listTree(v, depth+1)
	case shapePointer:
		if v.IsNil() {
			return nil, nil
		}
		return pl.elem.get().tree(v.Elem(), depth+1)
	case shapeDynamic:
		return treeOf(v.Interface(), depth)
	case shapeForeign:
		tree, err := viaJSON(v)
		if err != nil {
			return nil, err
		}
		return treeOf(tree, depth) // turns its json.Numbers into numbers
	default: // shapeLeaf
		s, err := pl.leaf(v)
		return s.tree(), err
	}
}

func (pl *plan) structTree(v reflect.Value, depth int) (any, error) {
	m := make(map[string]any, len(pl.fields)/2)
	for i := range pl.fields {
		f := &pl.fields[i]
		fv, ok := f.value(v)
		if !ok {
			continue
		}
		t, err := f.plan.get().tree(fv, depth)
		if err != nil {
			return nil, within(f.name, err)
		}
		if inner, ok := t.(map[string]any); ok && f.noise && len(inner) == 0 {
			continue
		}
		m[f.name] = t
	}
	return m, nil
}

func (pl *plan) mapTree(v reflect.Value, depth int) (any, error) {
	if v.IsNil() {
		return nil, nil
	}
	m := make(map[string]any, v.Len())
	elem := pl.elem.get()
	for iter := v.MapRange(); iter.Next(); {
		k := valid(iter.Key().String())
		t, err := elem.tree(iter.Value(), depth)
		if err != nil {
			return nil, within(k, err)
		}
		m[k] = t
	}
	if len(m) < v.Len() {
		return nil, fmt.Errorf("two keys are equal once invalid UTF-8 is replaced")
	}
	return m, nil
}

func (pl *plan) listTree(v reflect.Value, depth int) (any, error) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return nil, nil
	}
	list := make([]any, v.Len())
	elem := pl.elem.get()
	for i := range list {
		t, err := elem.tree(v.Index(i), depth)
		if err != nil {
			return nil, within(index(i), err)
		}
		list[i] = t
	}
	return list, nil
}
