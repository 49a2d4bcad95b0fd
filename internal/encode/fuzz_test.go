package encode_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
	goyaml "sigs.k8s.io/yaml/goyaml.v2"

	"github.com/djangostack/djangostack/internal/encode"
)

// oracle gives the bytes promised for a tree. Strings that sigs.k8s.io/yaml
// cannot carry through its own JSON are asked of the emitter below it.
func oracle(t *testing.T, tree any) []byte {
	t.Helper()
	text, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	marshal := yaml.Marshal
	if unfaithful(string(text)) {
		marshal = goyaml.Marshal
	}
	want, err := marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return want
}

// unfaithful reports whether sigs.k8s.io/yaml fails on this JSON or changes it.
func unfaithful(text string) bool {
	return len(text) > 1000 || strings.ContainsFunc(text, func(r rune) bool {
		return r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff
	})
}

func sameBytes(t *testing.T, tree any) []byte {
	t.Helper()
	got, err := encode.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	if want := oracle(t, tree); !bytes.Equal(got, want) {
		t.Fatalf("%#v:\ngot  %q\nwant %q", tree, got, want)
	}
	return got
}

// nest puts v below depth levels of lists and maps, chosen by the bits of path.
func nest(v any, depth, path uint8) any {
	for i := range depth % 6 {
		if path>>i&1 == 0 {
			v = []any{v, "sibling"}
		} else {
			v = map[string]any{"key": v, "other": int64(1)}
		}
	}
	return v
}

func FuzzScalar(f *testing.F) {
	for i, c := range scalarCases {
		f.Add(c.value, uint8(i), uint8(i*7))
	}
	f.Fuzz(func(t *testing.T, s string, depth, path uint8) {
		s = strings.ToValidUTF8(s, "\ufffd")
		asKey := map[string]any{s: s, "list": []any{map[string]any{s: []any{s}}, s}}
		for _, tree := range []any{nest(s, depth, path), nest(asKey, depth, path)} {
			sameBytes(t, tree)
		}
		readsBack(t, map[string]any{"value": nest(s, depth, path)})
	})
}

// readsBack checks that a tree survives, unless what it holds survives no
// YAML 1.1 parser in these bytes.
func readsBack(t *testing.T, tree any) {
	t.Helper()
	got, err := encode.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	var back any
	if err := goyaml.Unmarshal(got, &back); err != nil {
		t.Fatalf("%v:\n%s", err, got)
	}
	again, err := goyaml.Marshal(back)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), string(again)); diff != "" {
		t.Fatal(diff)
	}
	text, _ := json.Marshal(tree)
	if unfaithful(string(text)) {
		return
	}
	var jsonBack, want any
	if err := yaml.Unmarshal(got, &jsonBack); err != nil {
		t.Fatalf("%v:\n%s", err, got)
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, jsonBack); diff != "" {
		t.Fatal(diff)
	}
}

func FuzzTree(f *testing.F) {
	for _, s := range treeCases {
		f.Add(s.json)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var tree any
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if d.Decode(&tree) != nil {
			return
		}
		got, err := encode.Marshal(tree)
		if err != nil {
			if !strings.Contains(err.Error(), "does not fit a float64") {
				t.Fatal(err)
			}
			return
		}
		canonical, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		want, err := yaml.JSONToYAML(canonical)
		if err != nil || unfaithful(string(canonical)) || !hasOrder(tree) {
			return // FuzzScalar has the first two, TestKeysWithoutOrder the third
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("%s:\ngot  %q\nwant %q", text, got, want)
		}
		plain, err := encode.Tree(tree)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(mustJSON(t, tree), mustJSON(t, generic(t, plain))); diff != "" {
			t.Fatal(diff)
		}
	})
}

// hasOrder reports whether the keys of every map in v can be sorted: any two
// compare as they stand in the whole.
func hasOrder(v any) bool {
	switch x := v.(type) {
	case []any:
		return !slices.ContainsFunc(x, func(item any) bool { return !hasOrder(item) })
	case map[string]any:
		keys := slices.SortedFunc(maps.Keys(x), encode.CompareKeys)
		for i, a := range keys {
			if !hasOrder(x[a]) {
				return false
			}
			for _, b := range keys[i+1:] {
				if encode.CompareKeys(a, b) >= 0 {
					return false
				}
			}
		}
	}
	return true
}

// mustJSON reads v back from its JSON with all numbers as float64.
func mustJSON(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back any
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	return back
}
