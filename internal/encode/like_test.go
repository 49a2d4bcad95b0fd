package encode_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/internal/worktest"
)

// TestTreeLike: whatever it is given to take from, the tree is the same, and
// only the same tree is reported as that.
func TestTreeLike(t *testing.T) {
	for seed := range uint64(2) {
		for _, object := range worktest.Sample(newObjects()) {
			if seed > 0 { // the first is empty
				fill(reflect.ValueOf(object).Elem(), rand.New(rand.NewPCG(seed, 0)), 0)
			}
			for _, v := range []any{object, reflect.ValueOf(object).Elem().Interface()} {
				own, err := encode.Tree(v)
				if err != nil {
					t.Fatal(err)
				}
				if again, same, err := encode.TreeLike(v, &own); err != nil || !same || !tree.Equal(&own, &again) {
					t.Fatalf("%T, seed %d: not like its own tree: %v", v, seed, err)
				}
				eachChange(own, "", func(changed tree.Node, what string) {
					again, same, err := encode.TreeLike(v, &changed)
					if err != nil || same || !tree.Equal(&own, &again) {
						t.Errorf("%T, seed %d: after %s: same %v, error %v, %s",
							v, seed, what, same, err, tree.Difference(&again, &own, ""))
					}
				})
			}
		}
	}
}

// eachChange tries every tree that differs from n in one place.
func eachChange(n tree.Node, at string, try func(changed tree.Node, what string)) {
	if at != "" {
		try(tree.OfString("another text"), "changing "+at)
		try(tree.OfMap(tree.OfInt(1).Under("x")), "nesting "+at)
		if n.Kind() != tree.Null {
			try(tree.Node{}, "unsetting "+at)
		}
	}
	for i, item := range n.Items() {
		place := fmt.Sprintf("%s.%s[%d]", at, item.Key, i)
		try(n.Holding(slices.Concat(n.Items()[:i], n.Items()[i+1:])), "removing "+place)
		eachChange(item, place, func(changed tree.Node, what string) {
			items := slices.Clone(n.Items())
			items[i] = changed.Under(item.Key)
			try(n.Holding(items), what)
		})
	}
	switch n.Kind() {
	case tree.Map:
		try(n.With(tree.OfMap(), "an unknown key"), "adding to "+at)
	case tree.List:
		try(n.Holding(append(slices.Clip(n.Items()), tree.OfString("more"))), "lengthening "+at)
	default: // a scalar has no inside
	}
}

// TestTreeLikeSharesParts: what two objects have in common exists once.
func TestTreeLikeSharesParts(t *testing.T) {
	base, err := encode.Tree(deployment())
	if err != nil {
		t.Fatal(err)
	}
	changed := deployment()
	changed.Spec.Template.Spec.Containers[0].Image = "other"
	own, same, err := encode.TreeLike(changed, &base)
	if err != nil || same {
		t.Fatal(same, err)
	}
	container := func(n tree.Node) *tree.Node { return &n.Elements("spec", "template", "spec", "containers")[0] }
	if got := container(own).Text("image"); got != "other" {
		t.Errorf("image %q", got)
	}
	for _, field := range []string{"env", "args", "resources"} {
		if !tree.Shared(container(own).Get(field), container(base).Get(field)) {
			t.Errorf("%s is a copy", field)
		}
	}
}

// TestTreeLikeScalars: kinds that print alike are not alike.
func TestTreeLikeScalars(t *testing.T) {
	text, one := tree.OfString, tree.OfInt(1)
	for _, tc := range []struct {
		like tree.Node
		v    any
		want bool
	}{
		{tree.Node{}, nil, true},
		{tree.Node{}, "", false},
		{text(""), nil, false},
		{text("a"), "a", true},
		{text("\ufffd"), "\xff", true},
		{text("true"), true, false},
		{tree.OfBool(true), true, true},
		{tree.OfBool(false), true, false},
		{one, int32(1), true},
		{one, "1", false},
		{text("1"), 1, false},
		{tree.Of(tree.Float, "1.5"), 1.5, true},
		{tree.OfInt(2), 2.0, true},
		{tree.OfMap(text("b").Under("a")), map[string]string{"a": "b"}, true},
		{tree.OfMap(text("b").Under("a")), map[string]string{"a": "c"}, false},
		{tree.OfMap(tree.Node{}.Under("a")), map[string]string{"a": ""}, false},
		{tree.OfMap(), map[string]string(nil), false},
		{tree.Node{}, map[string]string(nil), true},
		{tree.OfList(), []string(nil), false},
		{tree.OfList(), []string{}, true},
	} {
		if _, same, err := encode.TreeLike(tc.v, &tc.like); err != nil || same != tc.want {
			t.Errorf("TreeLike(%#v, %#v): same %v, error %v", tc.v, tc.like, same, err)
		}
	}
}

// TestTreeLikeTheValue: an edited copy shares most with what it was copied
// from. Its tree is its own all the same.
func TestTreeLikeTheValue(t *testing.T) {
	edits := 0
	for seed := range uint64(worktest.Rounds(30)) {
		for _, object := range newObjects() {
			r := rand.New(rand.NewPCG(seed, 1))
			fill(reflect.ValueOf(object).Elem(), r, 0)
			own, err := encode.Tree(object)
			if err != nil {
				t.Fatal(err)
			}
			like := &own
			if _, same, err := encode.TreeLike(object, like); err != nil || !same {
				t.Fatalf("%T, seed %d: not like itself: %v", object, seed, err)
			}
			for range 20 {
				edited := reflect.New(reflect.TypeOf(object).Elem())
				edited.Elem().Set(reflect.ValueOf(object).Elem())
				editCopy(edited.Elem(), r)
				want, err := encode.Tree(edited.Interface())
				if err != nil {
					t.Fatal(err)
				}
				got, same, err := encode.TreeLike(edited.Interface(), like)
				if err != nil || same != tree.Equal(&own, &want) || !tree.Equal(&got, &want) {
					t.Fatalf("%T, seed %d: same %v, error %v, %s", object, seed, same, err, tree.Difference(&got, &want, ""))
				}
				if !same {
					edits++
				}
			}
		}
	}
	if edits < worktest.Rounds(1000) {
		t.Errorf("only %d edits changed anything", edits)
	}
}

// editCopy changes something in v, and copies what leads there: maps, lists and
// what is pointed to stay as they are for everyone else.
func editCopy(v reflect.Value, r *rand.Rand) {
	switch {
	case fillSpecial(v, r):
	case r.IntN(6) == 0:
		fill(v, r, 0)
	case v.Kind() == reflect.Struct && v.NumField() > 0:
		if field := v.Field(r.IntN(v.NumField())); field.CanSet() {
			editCopy(field, r)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		own := reflect.New(v.Type().Elem())
		own.Elem().Set(v.Elem())
		editCopy(own.Elem(), r)
		v.Set(own)
	case v.Kind() == reflect.Slice && v.Len() > 0:
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		editCopy(own.Index(r.IntN(own.Len())), r)
		v.Set(own)
	default:
		fill(v, r, 0)
	}
}
