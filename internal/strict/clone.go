package strict

import (
	"maps"
	"reflect"
	"sync"

	"k8s.io/apimachinery/pkg/api/resource"
)

// Clone returns a copy that shares nothing with v.
func Clone[T any](v T) T {
	detach(reflect.ValueOf(&v).Elem())
	return v
}

// CloneTree copies the maps and lists of a tree.
func CloneTree(tree any) any {
	switch t := tree.(type) {
	case map[string]any:
		c := maps.Clone(t)
		for k, v := range c {
			c[k] = CloneTree(v)
		}
		return c
	case []any:
		c := make([]any, len(t))
		for i, v := range t {
			c[i] = CloneTree(v)
		}
		return c
	case nil, bool, string, int64, float64:
		return tree
	default: // what a file never holds but a value built in Go may
		v := reflect.New(reflect.TypeOf(tree)).Elem()
		v.Set(reflect.ValueOf(tree))
		detach(v)
		return v.Interface()
	}
}

// detach gives v, a copy of another value, its own of what both point to.
func detach(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			to := reflect.New(v.Type().Elem())
			to.Elem().Set(v.Elem())
			detach(to.Elem())
			v.Set(to)
		}
	case reflect.Struct:
		if v.Type() == quantityType {
			v.Set(reflect.ValueOf(v.Interface().(resource.Quantity).DeepCopy()))
			return
		}
		for _, i := range referring(v.Type()) {
			detach(v.Field(i))
		}
	case reflect.Slice:
		if !v.IsNil() {
			own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(own, v)
			v.Set(own)
		}
		if refers(v.Type().Elem()) {
			for i := range v.Len() {
				detach(v.Index(i))
			}
		}
	case reflect.Map:
		if !v.IsNil() {
			v.Set(cloneMap(v))
		}
	case reflect.Interface:
		if !v.IsNil() {
			v.Set(reflect.ValueOf(CloneTree(v.Interface())))
		}
	default: // held by v itself
	}
}

func cloneMap(v reflect.Value) reflect.Value {
	switch t := v.Type(); {
	case t == stringMapType:
		return reflect.ValueOf(maps.Clone(v.Interface().(map[string]string)))
	case t.Elem().Kind() == reflect.Interface && t.ConvertibleTo(treeType):
		return reflect.ValueOf(CloneTree(v.Convert(treeType).Interface())).Convert(t)
	}
	own := reflect.MakeMapWithSize(v.Type(), v.Len())
	key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
	for entries := v.MapRange(); entries.Next(); {
		key.SetIterKey(entries)
		value.SetIterValue(entries)
		detach(value)
		own.SetMapIndex(key, value)
	}
	return own
}

var (
	quantityType  = reflect.TypeFor[resource.Quantity]()
	stringMapType = reflect.TypeFor[map[string]string]()
	treeType      = reflect.TypeFor[map[string]any]()
)

// refers reports whether a value of a type may hold what others can change.
func refers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return true
	case reflect.Struct:
		return len(referring(t)) > 0
	default:
		return false
	}
}

// referring are the fields of a struct that may, but for those that only its own package
// can set.
func referring(t reflect.Type) []int {
	if known, ok := referringFields.Load(t); ok {
		return known.([]int)
	}
	var fields []int
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && refers(f.Type) {
			fields = append(fields, i)
		}
	}
	referringFields.Store(t, fields)
	return fields
}

var referringFields sync.Map // reflect.Type → []int
