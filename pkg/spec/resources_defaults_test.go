package spec_test

import (
	"reflect"
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/spectest"
)

// TestDefaultQuantitiesAreTheStacksOwn: stacks are compiled beside each other, and
// comparing a quantity may write to it.
func TestDefaultQuantitiesAreTheStacksOwn(t *testing.T) {
	seen := map[*resource.Quantity]string{}
	for _, name := range []string{"one", "other"} {
		s := spectest.Everything()
		s.SetDefaults("")
		eachQuantity(reflect.ValueOf(&s.Spec), "spec", func(at string, q *resource.Quantity) {
			at = name + " " + at
			if before, shared := seen[q]; shared {
				t.Errorf("%s is %s", at, before)
			}
			seen[q] = at
		})
	}
	if len(seen) < 100 {
		t.Errorf("only %d quantities", len(seen))
	}
}

func eachQuantity(v reflect.Value, at string, visit func(string, *resource.Quantity)) {
	switch v.Kind() {
	case reflect.Pointer:
		if q, ok := reflect.TypeAssert[*resource.Quantity](v); ok {
			if q != nil {
				visit(at, q)
			}
		} else if !v.IsNil() {
			eachQuantity(v.Elem(), at, visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			eachQuantity(v.Field(i), at+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Map:
		for iter := v.MapRange(); iter.Next(); {
			eachQuantity(iter.Value(), at+"."+iter.Key().String(), visit)
		}
	}
}
