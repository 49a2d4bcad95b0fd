package tree_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/djangostack/djangostack/internal/tree"
)

// pod is {kind: Pod, spec: {containers: [{name: web}], hostNetwork: false}}.
func pod() tree.Node {
	container := tree.OfMap(tree.OfString("web").Under("name"))
	return tree.OfMap(
		tree.OfMap(
			tree.OfBool(false).Under("hostNetwork"),
			tree.OfList(container).Under("containers"),
		).Under("spec"),
		tree.OfString("Pod").Under("kind"),
	)
}

// TestContent: a node is what it was made of, and nothing else.
func TestContent(t *testing.T) {
	one := tree.OfInt(1)
	for _, tc := range []struct {
		reason string
		node   tree.Node
		kind   tree.Kind
		value  string
		items  int
	}{
		{"the zero Node", tree.Node{}, tree.Null, "", 0},
		{"no text", tree.OfString(""), tree.String, "", 0},
		{"a text, byte for byte", tree.OfString("é\x00\xff"), tree.String, "é\x00\xff", 0},
		{"a number", tree.OfInt(-12), tree.Int, "-12", 0},
		{"a truth value", tree.OfBool(true), tree.Bool, "true", 0},
		{"another scalar", tree.Of(tree.Float, "1.5"), tree.Float, "1.5", 0},
		{"a list has no text", tree.OfList(one, one), tree.List, "", 2},
		{"nor has an empty one", tree.OfList(), tree.List, "", 0},
		{"a map", tree.OfMap(one.Under("a")), tree.Map, "", 1},
		{"an empty map", tree.OfSorted(nil), tree.Map, "", 0},
		{"the key is not part of it", one.Under("key"), tree.Int, "1", 0},
	} {
		n := tc.node
		if n.Kind() != tc.kind || n.Value() != tc.value || len(n.Items()) != tc.items {
			t.Errorf("%s: kind %d, text %q, %d items", tc.reason, n.Kind(), n.Value(), len(n.Items()))
		}
	}
}

func TestHolding(t *testing.T) {
	list := tree.OfList(tree.OfInt(1)).Under("list")
	other := list.Holding([]tree.Node{tree.OfInt(2), tree.OfInt(3)})
	want := tree.OfList(tree.OfInt(2), tree.OfInt(3))
	if d := tree.Difference(&other, &want, ""); d != "" || other.Key != "list" {
		t.Errorf("under %q: %s", other.Key, d)
	}
	if len(list.Items()) != 1 {
		t.Error("the list it is made from changed")
	}
}

func TestGet(t *testing.T) {
	n := pod()
	for _, tc := range []struct {
		reason string
		path   []string
		found  bool
	}{
		{"no path is the node itself", nil, true},
		{"an entry", []string{"kind"}, true},
		{"an entry of an entry", []string{"spec", "hostNetwork"}, true},
		{"a key that is not there", []string{"metadata", "name"}, false},
		{"a path through a scalar", []string{"kind", "x"}, false},
		{"a path through a list, whose items have no keys", []string{"spec", "containers", ""}, false},
	} {
		if got := n.Get(tc.path...); (got != nil) != tc.found {
			t.Errorf("%s: %v", tc.reason, got)
		}
	}
	if n.Text("kind") != "Pod" || n.Text("spec", "hostNetwork") != "" {
		t.Error("Text is for strings only")
	}
	if len(n.Elements("spec", "containers")) != 1 || n.Elements("spec") != nil || n.Entries("spec", "containers") != nil {
		t.Error("Elements are a list's, Entries a map's")
	}
}

// TestGetOfMany: maps of any size have what was put in, and nothing else.
func TestGetOfMany(t *testing.T) {
	for size := range 40 {
		n := tree.OfMap()
		for i := range size {
			n = n.With(tree.OfInt(int64(i)), fmt.Sprint("k", i))
		}
		for i := range 40 {
			got := n.Get(fmt.Sprint("k", i))
			if (got != nil) != (i < size) || got != nil && got.Value() != fmt.Sprint(i) {
				t.Errorf("%d entries: k%d is %v", size, i, got)
			}
		}
	}
}

func TestShared(t *testing.T) {
	a, b := pod(), pod()
	copied, empty := a, tree.OfMap()
	for _, tc := range []struct {
		reason string
		x, y   *tree.Node
		want   bool
	}{
		{"itself", &a, &a, true},
		{"another node with the same items", &a, &copied, true},
		{"one like it", &a, &b, false},
		{"nothing", &a, nil, false},
		{"an empty map has no items to share", &empty, &empty, false},
		{"nor has a scalar", a.Get("kind"), copied.Get("kind"), false},
	} {
		if got := tree.Shared(tc.x, tc.y); got != tc.want {
			t.Errorf("%s: %v", tc.reason, got)
		}
	}
}

// TestWith compares edits with those of Go's own maps, and that no edit shows
// in the tree it was made from.
func TestWith(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	n, want := tree.OfMap(), map[string]string{}
	for range 500 {
		before, copied := n, tree.OfMap(slices.Clone(n.Items())...)
		key := fmt.Sprint("k", dice.IntN(30))
		if dice.IntN(3) == 0 {
			n = n.Without(key)
			delete(want, key)
		} else {
			value := fmt.Sprint(dice.IntN(9))
			n = n.With(tree.OfString(value), key)
			want[key] = value
		}
		expected := tree.OfStrings(want)
		if !tree.Equal(&n, &expected) {
			t.Fatalf("%v, want %v", n, want)
		}
		if d := tree.Difference(&before, &copied, ""); d != "" {
			t.Fatal("the tree before the edit changed", d)
		}
	}
}

func TestWithMakesTheWay(t *testing.T) {
	var none *tree.Node
	n := none.With(tree.OfInt(1), "a", "b", "c")
	if d := tree.Difference(n.Get("a", "b", "c"), new(tree.OfInt(1)), ""); d != "" {
		t.Error(d)
	}
	if other := n.With(tree.OfInt(2), "a", "x"); n.Get("a", "x") != nil || other.Get("a", "b") == nil {
		t.Error("an edit must keep what is beside it, and the tree it is made from")
	}
}

func TestPairsAndUnion(t *testing.T) {
	a := tree.OfStrings(map[string]string{"a": "1", "b": "2", "d": "4"})
	b := tree.OfStrings(map[string]string{"b": "x", "c": "3"})
	got := ""
	for x, y := range tree.Pairs(&a, &b) {
		switch {
		case y == nil:
			got += x.Key + "- "
		case x == nil:
			got += "-" + y.Key + " "
		default:
			got += x.Key + y.Key + " "
		}
	}
	if want := "a- bb -c d- "; got != want {
		t.Errorf("pairs %q, want %q", got, want)
	}
	want := tree.OfStrings(map[string]string{"a": "1", "b": "x", "c": "3", "d": "4"})
	if all := tree.Union(&a, &b); !tree.Equal(&all, &want) {
		t.Error(tree.Difference(&all, &want, ""))
	}
	if all := tree.Union(nil, &b); !tree.Equal(&all, &b) {
		t.Error("a nil map has no entries")
	}
}

func TestDifference(t *testing.T) {
	one, text, list := tree.OfInt(1), tree.OfString("1"), tree.OfList(tree.OfInt(1), tree.OfInt(2))
	entry := func(n tree.Node) tree.Node { return tree.OfMap(n.Under("k")) }
	for _, tc := range []struct {
		reason    string
		got, want tree.Node
		message   string
	}{
		{"equal values", entry(list), entry(list), ""},
		{"a key says nothing about the value", one, one.Under("k"), ""},
		{"kinds that print alike", entry(one), entry(text), `x.k: built 1, want "1"`},
		{"null", tree.Node{}, text, `x: built null, want "1"`},
		{"a key too few", tree.OfMap(), entry(one), "x.k: built nothing, want 1"},
		{"a key too many", entry(list), tree.OfMap(), "x.k: built a list of 2 elements, want nothing"},
		{"an element", list, tree.OfList(one, text), `x[1]: built 2, want "1"`},
		{"an element too few", list, tree.OfList(one), "x: built 2 elements, want 1"},
		{"an empty list is no empty map", tree.OfList(), tree.OfMap(), "x: built a list of 0 elements, want a map of 0 keys"},
	} {
		if got := tree.Difference(&tc.got, &tc.want, "x"); got != tc.message {
			t.Errorf("%s: %q, want %q", tc.reason, got, tc.message)
		}
		if tree.Equal(&tc.got, &tc.want) != (tc.message == "") {
			t.Errorf("%s: Equal disagrees", tc.reason)
		}
	}
}
