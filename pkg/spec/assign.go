package spec

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// assign applies a JSON merge patch (RFC 7386) to a typed value: an object or
// dict merges, null removes, everything else replaces. A file is read by the
// same function, as the patch of an empty stack, so that base and environments
// cannot differ in how they are understood.
//
// Removed is unset: the zero value. An empty list or dict is unset as well, as
// it is once marshalled. So that no default fills what null removed, the result
// names it: a patch of nothing but nulls, made of the one that earlier patches
// left.
func assign(v reflect.Value, s *shape, tree any, removed nulls) (nulls, error) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		v = v.Elem()
	}
	switch s.kind {
	case kindObject, kindDict, kindPatch:
		entries, ok := tree.(map[string]any)
		switch {
		case ok:
			return assignMap(v, s, entries, removed)
		case s.alone() != nil && isScalar(tree):
			v.SetZero() // a scalar replaces all there was
			return assignObject(v, s, map[string]any{s.short: tree}, nil)
		default:
			return assignGo(v, s, tree, removed)
		}
	case kindList:
		items, ok := tree.([]any)
		if only, text := tree.(string); text && s.single {
			items, ok = []any{only}, true
		}
		if !ok {
			return assignGo(v, s, tree, removed)
		}
		return nil, assignList(v, s, items)
	default:
		return nil, assignScalar(v, s, tree)
	}
}

func assignMap(v reflect.Value, s *shape, entries map[string]any, removed nulls) (nulls, error) {
	switch s.kind {
	case kindObject:
		return assignObject(v, s, entries, removed)
	case kindDict:
		return assignDict(v, s, entries, removed)
	default: // an Environment is kept as it is: its nulls are meant for later
		v.Set(reflect.ValueOf(Environment(cloneTree(entries).(map[string]any))))
		return nil, nil
	}
}

func assignObject(v reflect.Value, s *shape, entries map[string]any, removed nulls) (nulls, error) {
	for name, tree := range entries {
		f, known := s.lookup(name)
		if !known {
			return nil, fmt.Errorf("%s: unknown field", name)
		}
		target := v.FieldByIndex(f.goIndex)
		if tree == nil {
			target.SetZero()
			removed = removed.with(name)
			continue
		}
		below, err := assign(target, f.shape, tree, removed.below(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		removed = removed.withBelow(name, below)
	}
	return removed, nil
}

func assignDict(v reflect.Value, s *shape, entries map[string]any, removed nulls) (nulls, error) {
	for name, tree := range entries {
		key := reflect.ValueOf(name).Convert(v.Type().Key())
		if tree == nil {
			if !v.IsNil() {
				v.SetMapIndex(key, reflect.Value{})
			}
			removed = removed.withBelow(name, nil)
			continue
		}
		item := reflect.New(v.Type().Elem()).Elem()
		if old := v.MapIndex(key); old.IsValid() {
			item.Set(old)
		}
		below, err := assign(item, s.elem, tree, removed.below(name))
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

func assignList(v reflect.Value, s *shape, items []any) error {
	if len(items) == 0 {
		v.SetZero()
		return nil
	}
	list := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, tree := range items {
		if _, err := assign(list.Index(i), s.elem, tree, nil); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	v.Set(list)
	return nil
}

func assignScalar(v reflect.Value, s *shape, tree any) error {
	given := reflect.ValueOf(tree)
	switch {
	case s.kind == kindText && given.Kind() == reflect.String:
		v.SetString(given.String())
		return nil
	case s.kind == kindBool && given.Kind() == reflect.Bool:
		v.SetBool(given.Bool())
		return nil
	case s.kind == kindNumber && given.CanInt() && !v.OverflowInt(given.Int()):
		v.SetInt(given.Int())
		return nil
	case s.kind == kindParsed && given.Kind() != reflect.Map && given.Kind() != reflect.Slice:
		data, err := json.Marshal(tree)
		if err != nil {
			return err
		}
		v.SetZero()
		return s.parse(v.Addr(), data)
	}
	_, err := assignGo(v, s, tree, nil)
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

// assignGo takes what a file never holds but a stack built in Go may: numbers
// and collections of other Go types than encoding/json's.
func assignGo(v reflect.Value, s *shape, tree any, removed nulls) (nulls, error) {
	switch given := tree.(type) {
	case float64:
		if s.kind == kindNumber && given == float64(int64(given)) {
			return nil, assignScalar(v, s, int64(given))
		}
	case nil, bool, int64, string, map[string]any, []any:
	default:
		clean, err := jsonTree(tree)
		if err != nil {
			return nil, err
		}
		return assign(v, s, clean, removed)
	}
	return nil, fmt.Errorf("expected %s, found %T", s.describe(), tree)
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
