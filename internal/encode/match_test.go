package encode_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/djangostack/djangostack/internal/encode"
)

// TestMatches holds Matches against Tree: it must accept just what Tree
// returns, and nothing that differs from it in one place.
func TestMatches(t *testing.T) {
	for seed := range uint64(3) {
		for _, object := range newObjects() {
			if seed > 0 { // the first is empty
				fill(reflect.ValueOf(object).Elem(), rand.New(rand.NewPCG(seed, 0)), 0)
			}
			for _, v := range []any{object, reflect.ValueOf(object).Elem().Interface()} {
				tree, err := encode.Tree(v)
				if err != nil {
					t.Fatal(err)
				}
				if ok, err := encode.Matches(tree, v); err != nil || !ok {
					t.Fatalf("%T, seed %d: does not match its own tree: %v", v, seed, err)
				}
				eachChange(tree, func(any) {}, "", func(what string) {
					if ok, err := encode.Matches(tree, v); err != nil || ok {
						t.Errorf("%T, seed %d: matches after %s: %v", v, seed, what, err)
					}
				})
			}
		}
	}
}

// eachChange makes every small change to a tree in turn, calls try and undoes
// it.
func eachChange(tree any, set func(any), at string, try func(what string)) {
	attempt := func(changed any, what string) {
		set(changed)
		try(what + " " + at)
		set(tree)
	}
	if at != "" {
		attempt("another text", "changing")
		if tree != nil {
			attempt(nil, "unsetting")
		}
		attempt(map[string]any{"x": int64(1)}, "nesting")
	}
	switch v := tree.(type) {
	case map[string]any:
		for key, value := range v {
			delete(v, key)
			try("removing " + at + "." + key)
			v[key] = value
			eachChange(value, func(changed any) { v[key] = changed }, at+"."+key, try)
		}
		v["an unknown key"] = map[string]any{}
		try("adding to " + at)
		delete(v, "an unknown key")
	case []any:
		attempt(append(slices.Clip(v), "more"), "lengthening")
		for i, value := range v {
			eachChange(value, func(changed any) { v[i] = changed }, fmt.Sprintf("%s[%d]", at, i), try)
		}
	}
}

// TestMatchesScalars: kinds that print alike are not alike.
func TestMatchesScalars(t *testing.T) {
	for _, tc := range []struct {
		tree, v any
		want    bool
	}{
		{nil, nil, true},
		{nil, "", false},
		{"", nil, false},
		{"a", "a", true},
		{"\ufffd", "\xff", true},
		{"true", true, false},
		{true, true, true},
		{false, true, false},
		{int64(1), int32(1), true},
		{int64(1), "1", false},
		{"1", 1, false},
		{1.5, 1.5, true},
		{int64(2), 2.0, true},
		{map[string]any{"a": "b"}, map[string]string{"a": "b"}, true},
		{map[string]any{"a": "b"}, map[string]string{"a": "c"}, false},
		{map[string]any{"a": nil}, map[string]string{"a": ""}, false},
		{map[string]any{}, map[string]string(nil), false},
		{nil, map[string]string(nil), true},
		{[]any{}, []string(nil), false},
		{[]any{}, []string{}, true},
	} {
		if ok, err := encode.Matches(tc.tree, tc.v); err != nil || ok != tc.want {
			t.Errorf("Matches(%#v, %#v) = %v, %v", tc.tree, tc.v, ok, err)
		}
	}
}
