package spec_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestDeepCopySharesNothing: a copy is equal, and nothing it points to is the
// original's.
func TestDeepCopySharesNothing(t *testing.T) {
	original := spectest.Everything()
	duplicate := original.DeepCopy()
	if diff := cmp.Diff(original, duplicate); diff != "" {
		t.Fatalf("-original +copy:\n%s", diff)
	}
	theirs := map[uintptr]string{}
	eachReference(reflect.ValueOf(original), "", func(at uintptr, path string) { theirs[at] = path })
	found := 0
	eachReference(reflect.ValueOf(duplicate), "", func(at uintptr, path string) {
		found++
		if theirs[at] != "" {
			t.Errorf("%s is the original's %s", path, theirs[at])
		}
	})
	if found < 50 || found != len(theirs) {
		t.Errorf("%d pointers, maps and lists in the copy, %d in the original: expected as many, and dozens", found, len(theirs))
	}
}

// eachReference visits whatever v points to, however deep.
func eachReference(v reflect.Value, path string, visit func(at uintptr, path string)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice:
		if v.IsNil() || v.Kind() == reflect.Slice && v.Len() == 0 {
			return
		}
		visit(v.Pointer(), path)
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			eachReference(v.Elem(), path, visit)
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			eachReference(entries.Value(), fmt.Sprintf("%s[%v]", path, entries.Key()), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachReference(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			eachReference(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	}
}

// TestDeepCopyOfGoValues: a patch built in Go holds other types than a file's.
func TestDeepCopyOfGoValues(t *testing.T) {
	hosts, limits := []string{"a"}, map[string]int{"cpu": 1}
	s := &spec.DjangoStack{Spec: spec.StackSpec{Environments: map[string]spec.Environment{
		"prod": {"django": map[string]any{"hosts": hosts}, "limits": []any{limits}, "none": nil},
	}}}
	c := s.DeepCopy()
	hosts[0], limits["cpu"] = "b", 2
	prod := c.Spec.Environments["prod"]
	if got := prod["django"].(map[string]any)["hosts"].([]string)[0]; got != "a" {
		t.Errorf("a list is shared: %s", got)
	}
	if got := prod["limits"].([]any)[0].(map[string]int)["cpu"]; got != 1 {
		t.Errorf("a map is shared: %d", got)
	}
}
