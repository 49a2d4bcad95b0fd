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
	merged, err := s.Effective("prod")
	if err != nil {
		t.Fatal(err)
	}
	return generate.Resolve(merged)
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

// TestOrder: who applies the objects one after the other starts no pod that its
// policy does not cover yet, and none that waits for a migration which then finds no
// room beside it.
func TestOrder(t *testing.T) {
	first, last := map[string]int{}, map[string]int{}
	for i, o := range everything(t).Objects() {
		kind := o.GetObjectKind().GroupVersionKind().Kind
		if _, seen := first[kind]; !seen {
			first[kind] = i
		}
		last[kind] = i
	}
	for _, tt := range []struct{ before, after, reason string }{
		{"Namespace", "ServiceAccount", "the others are in it"},
		{"ConfigMap", "StatefulSet", "pods wait for what they mount"},
		{"PersistentVolumeClaim", "StatefulSet", "pods wait for what they mount"},
		{"NetworkPolicy", "StatefulSet", "a pod's policy is there when it starts"},
		{"NetworkPolicy", "CronJob", "a pod's policy is there when it starts"},
		{"StatefulSet", "Job", "a migration waits for its database"},
		{"Job", "Deployment", "pods of a release wait for its migration, and hold their place meanwhile"},
	} {
		before, seen := last[tt.before]
		after, also := first[tt.after]
		if !seen || !also || before > after {
			t.Errorf("%s at %d, %s at %d: %s", tt.before, before, tt.after, after, tt.reason)
		}
	}
}
