package generate_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/generate"
)

func everything(t *testing.T) *generate.Stack {
	t.Helper()
	s := spectest.Everything()
	s.Metadata.Annotations = map[string]string{"example.com/owner": "shop"}
	merged, err := s.For("prod")
	if err != nil {
		t.Fatal(err)
	}
	merged.SetDefaults("prod")
	return generate.Resolve(merged, "prod")
}

// TestFinishLeavesDrafts: drafts are compared with the base afterwards, and
// what they share with the final objects must be what did not change.
func TestFinishLeavesDrafts(t *testing.T) {
	st := everything(t)
	drafts := st.Build()
	before := generate.Copies(drafts)
	if len(st.Finish(drafts)) != len(before) || len(before) == 0 {
		t.Fatalf("%d drafts", len(before))
	}
	if diff := cmp.Diff(before, drafts); diff != "" {
		t.Error(diff)
	}
}

// TestObjectsShareNothing: whoever changes one of the objects changes that one.
func TestObjectsShareNothing(t *testing.T) {
	objects := everything(t).Objects()
	if len(objects) == 0 {
		t.Fatal("no objects")
	}
	seen := map[place]string{}
	for _, o := range objects {
		name := o.GetObjectKind().GroupVersionKind().Kind + "/" + o.GetName()
		eachPlace(reflect.ValueOf(o), func(at place) {
			if other, shared := seen[at]; shared && other != name {
				t.Errorf("%s and %s share a %s", other, name, at.typ)
			}
			seen[at] = name
		})
	}
}

// place is memory that can be written through a reference.
type place struct {
	at  uintptr
	typ reflect.Type
}

func eachPlace(v reflect.Value, visit func(place)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Type().Elem().Size() > 0 {
			visit(place{v.Pointer(), v.Type()})
			eachPlace(v.Elem(), visit)
		}
	case reflect.Map:
		if !v.IsNil() {
			visit(place{v.Pointer(), v.Type()})
		}
		for iter := v.MapRange(); iter.Next(); {
			eachPlace(iter.Value(), visit)
		}
	case reflect.Slice:
		if v.Len() > 0 {
			visit(place{v.Pointer(), v.Type()})
		}
		for i := range v.Len() {
			eachPlace(v.Index(i), visit)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			eachPlace(field, visit)
		}
	default: // is copied with what holds it
	}
}
