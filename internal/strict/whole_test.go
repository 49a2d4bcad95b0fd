package strict_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/strict"
)

// recipe is a file with a value that patches replace as a whole.
type recipe struct {
	Dish    dish            `json:"dish"`
	Kitchen map[string]cook `json:"kitchen,omitempty"`
}

type dish struct {
	// Steps of it.
	Steps steps  `json:"steps,omitempty"`
	Name  string `json:"name,omitempty"`
}

type (
	steps any
	cook  map[string]any
)

func recipeType(t *testing.T) *strict.Type {
	t.Helper()
	of, err := strict.Of(reflect.TypeFor[recipe](), strict.Options{
		Patches: reflect.TypeFor[cook](), Patched: reflect.TypeFor[dish](), Whole: reflect.TypeFor[steps](),
	})
	if err != nil {
		t.Fatal(err)
	}
	return of
}

// TestWholeIsRead: maps and lists of anything, null included, and no scalars.
func TestWholeIsRead(t *testing.T) {
	of := recipeType(t)
	for _, tt := range []struct{ in, want string }{
		{"dish: {steps: {a: {b: null}, c: [1, null]}}", ""},
		{"dish: {steps: [1, {a: null}]}", ""},
		{"dish: {steps: boil}", `1:15: dish.steps: expected a map or a list, found the text "boil"`},
		{"dish: {steps: 1}", `1:15: dish.steps: expected a map or a list, found the number 1`},
		{"dish: {steps: {a: 0x1}}", `1:19: dish.steps.a: 0x1 can be read in two ways; quote it: a: "0x1", or write the number 1`},
		{"dish: {}\nkitchen: {ann: {steps: {a: null}}, bob: {steps: null}}", ""},
	} {
		documents, wrong := of.Parse([]byte(tt.in))
		if wrong != nil {
			t.Fatal(wrong)
		}
		r := strict.NewReader(of, "")
		r.Read(documents[0])
		found, _ := r.Findings()
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprintf("%d:%d: %s: %s", f.Line, f.Column, f.Path, f.Message))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.in, diff)
		}
	}
}

// TestWholeIsReplaced: by a patch, and by a patch after another.
func TestWholeIsReplaced(t *testing.T) {
	of := recipeType(t).At("dish")
	v := dish{Steps: map[string]any{"a": "b"}, Name: "soup"}
	patch := map[string]any{"steps": map[string]any{"c": nil}}
	if _, err := of.Merge(reflect.ValueOf(&v).Elem(), patch, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dish{Steps: map[string]any{"c": nil}, Name: "soup"}, v); diff != "" {
		t.Errorf("Merge (-want +got):\n%s", diff)
	}
	before := map[string]any{"steps": map[string]any{"a": "b"}, "name": "soup"}
	if diff := cmp.Diff(map[string]any{"steps": map[string]any{"c": nil}, "name": "soup"}, of.Then(before, patch)); diff != "" {
		t.Errorf("Then (-want +got):\n%s", diff)
	}
	before = map[string]any{"steps": map[string]any{"a": "b"}, "name": "soup"}
	if diff := cmp.Diff(map[string]any{"name": "soup"}, of.Yield(before, patch)); diff != "" {
		t.Errorf("Yield (-want +got):\n%s", diff)
	}
	if _, err := of.Merge(reflect.ValueOf(&v).Elem(), map[string]any{"steps": nil}, nil); err != nil || v.Steps != nil {
		t.Errorf("null leaves %v, %v", v.Steps, err)
	}
}
