package strict

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Merge applies a JSON merge patch (RFC 7386) to a value of the type: a struct or map
// merges, null removes, everything else replaces. What a Reader has read is merged into
// an empty value, so that files and their patches cannot differ in how they are understood.
//
// Removed is unset: the zero value. An empty list or map is unset as well, as it is once
// marshalled. So that no default fills what null removed, the result names it, entries of maps
// too, beside what earlier patches have removed and this one has not set.
func (t *Type) Merge(v reflect.Value, tree any, removed Nulls) (Nulls, error) {
	if whole, ok := tree.(Replacement); ok {
		v.SetZero()
		tree, removed = map[string]any(whole), nil
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		v = v.Elem()
	}
	switch t.Kind {
	case Struct, Map, Patch, Sections:
		entries, ok := tree.(map[string]any)
		switch {
		case ok:
			return t.mergeMap(v, entries, removed)
		case t.scalar() != nil && isScalar(tree):
			v.SetZero() // a scalar replaces all there was
			return t.mergeStruct(v, map[string]any{t.short: tree}, nil)
		default:
			return t.mergeGo(v, tree, removed)
		}
	case List:
		items, ok := tree.([]any)
		if only, text := tree.(string); text && t.one {
			items, ok = []any{only}, true
		}
		if !ok {
			return t.mergeGo(v, tree, removed)
		}
		return nil, t.setList(v, items)
	case Any:
		mergeAny(v, tree)
		return nil, nil
	case Whole:
		if v.SetZero(); tree != nil {
			v.Set(reflect.ValueOf(CloneTree(tree)))
		}
		return nil, nil
	default:
		return nil, t.setScalar(v, tree)
	}
}

func (t *Type) mergeMap(v reflect.Value, entries map[string]any, removed Nulls) (Nulls, error) {
	switch t.Kind {
	case Struct:
		return t.mergeStruct(v, entries, removed)
	case Map:
		return t.mergeEntries(v, entries, removed)
	case Sections:
		return t.mergeSections(v, entries, removed)
	default: // a patch is kept as it is: its nulls are meant for later
		v.Set(reflect.ValueOf(CloneTree(entries)).Convert(t.Go))
		return nil, nil
	}
}

func (t *Type) mergeStruct(v reflect.Value, entries map[string]any, removed Nulls) (Nulls, error) {
	for name, tree := range entries {
		f, known := t.Field(name)
		if !known {
			return nil, fmt.Errorf("%s: unknown field", name)
		}
		target := f.In(v)
		if tree == nil {
			target.SetZero()
			removed = removed.with(name)
			continue
		}
		below, err := f.Type.Merge(target, tree, removed.Below(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		removed = removed.withBelow(name, below)
	}
	return removed, nil
}

func (t *Type) mergeEntries(v reflect.Value, entries map[string]any, removed Nulls) (Nulls, error) {
	for name, tree := range entries {
		key := reflect.ValueOf(name).Convert(v.Type().Key())
		if tree == nil {
			if !v.IsNil() {
				v.SetMapIndex(key, reflect.Value{})
			}
			removed = removed.with(name)
			continue
		}
		item := reflect.New(v.Type().Elem()).Elem()
		if old := v.MapIndex(key); old.IsValid() {
			item.Set(old)
		}
		below, err := t.Elem.Merge(item, tree, removed.Below(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		removed = removed.withBelow(name, below)
		if v.IsNil() {
			v.Set(reflect.MakeMapWithSize(v.Type(), len(entries)))
		}
		v.SetMapIndex(key, item)
	}
	if v.Len() == 0 {
		v.SetZero()
	}
	return removed, nil
}

func (t *Type) setList(v reflect.Value, items []any) error {
	if len(items) == 0 {
		v.SetZero()
		return nil
	}
	list := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, tree := range items {
		if _, err := t.Elem.Merge(list.Index(i), tree, nil); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	v.Set(list)
	return nil
}

func (t *Type) setScalar(v reflect.Value, tree any) error {
	given := reflect.ValueOf(tree)
	switch {
	case t.Kind == String && given.Kind() == reflect.String:
		v.SetString(given.String())
		return nil
	case t.Kind == Boolean && given.Kind() == reflect.Bool:
		v.SetBool(given.Bool())
		return nil
	case t.Kind == Integer && given.CanInt() && !v.OverflowInt(given.Int()):
		v.SetInt(given.Int())
		return nil
	case t.Kind == Custom && given.Kind() != reflect.Map && given.Kind() != reflect.Slice:
		data, err := json.Marshal(tree)
		if err != nil {
			return err
		}
		v.SetZero()
		return t.parse(v.Addr(), data)
	}
	_, err := t.mergeGo(v, tree, nil)
	return err
}

// isScalar reports whether a tree is a single value, of any Go type.
func isScalar(tree any) bool {
	switch reflect.ValueOf(tree).Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64:
		return true
	default:
		return false
	}
}

// mergeGo takes what a file never holds but a patch built in Go may: numbers
// and collections of other Go types than encoding/json's.
func (t *Type) mergeGo(v reflect.Value, tree any, removed Nulls) (Nulls, error) {
	switch given := tree.(type) {
	case float64:
		if t.Kind == Integer && given == float64(int64(given)) {
			return nil, t.setScalar(v, int64(given))
		}
	case nil, bool, int64, string, map[string]any, []any:
	default:
		clean, err := jsonTree(tree)
		if err != nil {
			return nil, err
		}
		return t.Merge(v, clean, removed)
	}
	return nil, fmt.Errorf("expected %s, found %T", t.Describe(), tree)
}

// jsonTree turns any Go value into the types encoding/json knows.
func jsonTree(value any) (any, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var tree any
	err = json.Unmarshal(data, &tree)
	return tree, err
}
