package spec

import (
	"maps"
	"reflect"

	"k8s.io/apimachinery/pkg/api/resource"
)

// DeepCopy is a copy that shares nothing with s.
func (s *DjangoStack) DeepCopy() *DjangoStack {
	return clone(reflect.ValueOf(s)).Interface().(*DjangoStack)
}

// cloneTree copies the maps and lists of a tree.
func cloneTree(tree any) any {
	switch t := tree.(type) {
	case map[string]any:
		c := maps.Clone(t)
		for k, v := range c {
			c[k] = cloneTree(v)
		}
		return c
	case []any:
		c := make([]any, len(t))
		for i, v := range t {
			c[i] = cloneTree(v)
		}
		return c
	default:
		return tree
	}
}

// clone copies v deeply: nothing that can be changed is shared.
func clone(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(clone(v.Elem()))
		return c
	case reflect.Struct:
		if v.Type() == quantityType {
			return reflect.ValueOf(v.Interface().(resource.Quantity).DeepCopy())
		}
		c := reflect.New(v.Type()).Elem()
		c.Set(v)
		for i := range v.NumField() {
			if holdsReferences(v.Field(i).Kind()) {
				c.Field(i).Set(clone(v.Field(i)))
			}
		}
		return c
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(clone(v.Index(i)))
		}
		return c
	case reflect.Map:
		return cloneMap(v)
	default:
		return v
	}
}

func cloneMap(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	if v.Type() == environmentType {
		tree := map[string]any(v.Interface().(Environment))
		return reflect.ValueOf(Environment(cloneTree(tree).(map[string]any)))
	}
	c := reflect.MakeMapWithSize(v.Type(), v.Len())
	for entries := v.MapRange(); entries.Next(); {
		c.SetMapIndex(entries.Key(), clone(entries.Value()))
	}
	return c
}

func holdsReferences(k reflect.Kind) bool {
	return k == reflect.Pointer || k == reflect.Struct || k == reflect.Slice || k == reflect.Map
}
