package spectest

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/pkg/spec"
)

// EachCollection visits the maps and lists of a stack that have an entry, the inner ones
// first and maps in the order of their keys, but not those of its environments. The visit
// may change them.
func EachCollection(s *spec.DjangoStack, visit func(path string, v reflect.Value)) {
	eachCollection(reflect.ValueOf(s).Elem(), "", visit)
}

func eachCollection(v reflect.Value, path string, visit func(path string, v reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachCollection(v.Elem(), path, visit)
		}
	case reflect.Struct:
		for f, value := range v.Fields() {
			if f.IsExported() && !isApart(f.Type) {
				eachCollection(value, path+"."+f.Name, visit)
			}
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			entry := reflect.New(v.Type().Elem()).Elem()
			entry.Set(v.MapIndex(key))
			eachCollection(entry, path+"["+key.String()+"]", visit)
			v.SetMapIndex(key, entry)
		}
		if len(keys) > 0 {
			visit(path, v)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachCollection(v.Index(i), path+"["+strconv.Itoa(i)+"]", visit)
		}
		if v.Len() > 0 {
			visit(path, v)
		}
	default: // a scalar holds nothing
	}
}
