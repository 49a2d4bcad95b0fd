package strict_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/internal/worktest"
)

func TestThenAndYield(t *testing.T) {
	for _, tt := range []struct{ reason, p, q, then, yields string }{
		{"one says nothing", `{"floors":1}`, `{}`, `{"floors":1}`, `{"floors":1}`},
		{"the other says nothing", `{}`, `{"floors":2}`, `{"floors":2}`, `{}`},
		{"a scalar", `{"floors":1,"open":true}`, `{"floors":2}`, `{"floors":2,"open":true}`, `{"open":true}`},
		{"null", `{"floors":1}`, `{"floors":null}`, `{"floors":null}`, `{}`},
		{"after null", `{"floors":null}`, `{"floors":2}`, `{"floors":2}`, `{}`},
		{
			"maps merge", `{"labels":{"a":"1","b":"1"}}`, `{"labels":{"b":"2","c":null}}`,
			`{"labels":{"a":"1","b":"2","c":null}}`, `{"labels":{"a":"1"}}`,
		},
		{"a list replaces", `{"keywords":["a"]}`, `{"keywords":"b"}`, `{"keywords":"b"}`, `{}`},
		{
			"a map after null is all there is", `{"readers":null}`, `{"readers":{"ann":{"limit":1}}}`,
			`{"readers":"all of map[ann:map[limit:1]]"}`, `{"readers":"all of map[ann:map[limit:1]]"}`,
		},
		{
			"a short form replaces, and is merged into", `{"readers":{"ann":{"card":"1"}}}`, `{"readers":{"ann":{"card":{"colour":"red"}}}}`,
			`{"readers":{"ann":{"card":"all of map[colour:red number:1]"}}}`,
			`{"readers":{"ann":{"card":"all of map[colour:red number:1]"}}}`,
		},
	} {
		library := catalog(t).At("library")
		patch := func(text string) map[string]any { return jsonTree(t, text).(map[string]any) }
		q := patch(tt.q)
		if diff := cmp.Diff(patch(tt.then), shown(library.Then(patch(tt.p), q)).(map[string]any)); diff != "" {
			t.Errorf("%s: then (-want +got):\n%s", tt.reason, diff)
		}
		if diff := cmp.Diff(patch(tt.yields), shown(library.Yield(patch(tt.p), q)).(map[string]any)); diff != "" {
			t.Errorf("%s: yields (-want +got):\n%s", tt.reason, diff)
		}
		if diff := cmp.Diff(patch(tt.q), q); diff != "" {
			t.Errorf("%s: the other patch changed:\n%s", tt.reason, diff)
		}
	}
}

// shown writes a replacement so that it can be told from a map that merges.
func shown(tree any) any {
	switch tree := tree.(type) {
	case strict.Replacement:
		return fmt.Sprint("all of ", map[string]any(tree))
	case map[string]any:
		for name, below := range tree {
			tree[name] = shown(below)
		}
	}
	return tree
}

// TestLayersAreWhatMergingIs: two patches put together do what they do one after the other, and
// one that yields does what it does before the other.
func TestLayersAreWhatMergingIs(t *testing.T) {
	library := catalog(t, cafe).At("library")
	merge := func(patches ...map[string]any) (any, strict.Nulls) {
		v := reflect.New(library.Go).Elem()
		var removed strict.Nulls
		for _, patch := range patches {
			var err error
			if removed, err = library.Merge(v, patch, removed); err != nil {
				t.Fatal(err)
			}
		}
		return v.Interface(), removed
	}
	for seed := range uint64(worktest.Rounds(2000)) {
		r := rand.New(rand.NewPCG(seed, 1))
		x, p, q := randomPatch(r), randomPatch(r), randomPatch(r)
		copied := func(patch map[string]any) map[string]any { return strict.CloneTree(patch).(map[string]any) }
		for reason, both := range map[string][2][]map[string]any{
			"then":   {{x, p, q}, {x, library.Then(copied(p), q)}},
			"yields": {{x, p, q}, {x, q, library.Yield(copied(p), q)}},
			"thrice": {{x, p, q, x}, {library.Then(library.Then(copied(x), library.Then(copied(p), q)), x)}},
		} {
			want, wantRemoved := merge(both[0]...)
			got, removed := merge(both[1]...)
			if diff := cmp.Diff(want, got, cmpopts.EquateComparable(Hours{}, netip.Addr{})) + cmp.Diff(wantRemoved, removed, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s, seed %d: of %v, %v, %v (-want +got):\n%s", reason, seed, x, p, q, diff)
			}
		}
	}
}

// randomPatch is a patch of a library.
func randomPatch(r *rand.Rand) map[string]any {
	type values map[string]func() any
	one := func(of ...any) any { return of[r.IntN(len(of))] }
	some := func(of values) map[string]any {
		patch := map[string]any{}
		for _, name := range sorted.Keys(of) {
			if r.IntN(2) == 0 {
				patch[name] = of[name]()
			}
		}
		return patch
	}
	number := func() any { return one(int64(1), int64(2), nil) }
	text := func() any { return one("1", "2", nil) }
	card := func() any { return one("1", "2", nil, some(values{"number": text, "colour": text})) }
	reader := func() any { return one(nil, some(values{"limit": number, "card": card})) }
	menu := func() any { return one(nil, some(values{"tea": card, "cake": card})) }
	section := func() any { return one(nil, some(values{"tables": number, "menu": menu, "owner": card})) }
	return some(values{
		"floors":   number,
		"open":     func() any { return one(true, false, nil) },
		"keywords": func() any { return one([]any{}, []any{"a"}, "b", nil) },
		"labels":   func() any { return one(nil, some(values{"a": text, "b": text})) },
		"readers":  func() any { return one(nil, some(values{"ann": reader, "bob": reader})) },
		"extras":   func() any { return one(nil, some(values{"cafe": section})) },
	})
}
