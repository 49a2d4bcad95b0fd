package overlays

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/spectest"
)

// TestProofReadsTheObjects: whatever changes in an object after its overlay was made is
// found by the proof, which believes nothing that was found out before.
func TestProofReadsTheObjects(t *testing.T) {
	s := spectest.Everything()
	resolved, err := Compiler{}.ResolveChecked(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	base, envs, err := resolved.environments(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	made, err := newDirectories(t.Context(), s.Metadata.Name, base, envs)
	if err != nil {
		t.Fatal(err)
	}
	if err := made.prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, changes := rand.New(rand.NewPCG(1, 2)), 0
	for i, env := range made.envs {
		one := &directories{base: made.base, overlays: made.overlays[i : i+1], envs: made.envs[i : i+1]}
		for _, object := range env.final {
			leaves := leavesOf(reflect.ValueOf(object).Elem(), nil)
			for range min(3, len(leaves)) {
				leaf := leaves[r.IntN(len(leaves))]
				was := leaf.String()
				leaf.SetString(was + "0")
				if one.prove(t.Context()) == nil {
					t.Errorf("%s: %s has %q for %q, and the overlay is said to build it", env.Name, idOf(object), was+"0", was)
				}
				leaf.SetString(was)
				changes++
			}
		}
		if err := one.prove(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if changes < 200 {
		t.Errorf("only %d changes were tried", changes)
	}
}

// leavesOf are the texts in v that can be changed where they stand, but for maps.
func leavesOf(v reflect.Value, found []reflect.Value) []reflect.Value {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() && v.Len() > 0 {
			found = append(found, v)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			found = leavesOf(v.Elem(), found)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[resource.Quantity]() {
			return found // has its text from its number
		}
		for _, field := range v.Fields() {
			found = leavesOf(field, found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			found = leavesOf(v.Index(i), found)
		}
	default: // holds no text that can be changed
	}
	return found
}
