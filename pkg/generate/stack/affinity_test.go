package stack_test

import (
	"reflect"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestAffinityIsKubernetes: a stack's affinity has all fields of Kubernetes' own, of the same
// types, and no other, so that its JSON is what a pod has.
func TestAffinityIsKubernetes(t *testing.T) {
	compared := 0
	var compare func(path string, ours, theirs reflect.Type)
	compare = func(path string, ours, theirs reflect.Type) {
		compared++
		if ours.Kind() == reflect.Pointer {
			ours = ours.Elem()
		}
		if theirs.Kind() == reflect.Pointer {
			theirs = theirs.Elem()
		}
		if ours.Kind() != theirs.Kind() {
			t.Errorf("%s is a %s, and Kubernetes has a %s", path, ours, theirs)
			return
		}
		switch ours.Kind() {
		case reflect.Slice, reflect.Map:
			compare(path+"[]", ours.Elem(), theirs.Elem())
		case reflect.Struct:
			own := fieldsByJSON(ours)
			for name, theirs := range fieldsByJSON(theirs) {
				if own[name] == nil {
					t.Errorf("%s has no %s", path, name)
					continue
				}
				compare(path+"."+name, own[name], theirs)
				delete(own, name)
			}
			for name := range own {
				t.Errorf("%s.%s: Kubernetes has no such field", path, name)
			}
		default: // a scalar
		}
	}
	compare("affinity", reflect.TypeFor[spec.Affinity](), reflect.TypeFor[corev1.Affinity]())
	if compared < 30 {
		t.Errorf("%d fields: the walk has lost some", compared)
	}
}

func fieldsByJSON(t reflect.Type) map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		all[name] = f.Type
	}
	return all
}
