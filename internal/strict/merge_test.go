package strict_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/strict"
)

func TestMerge(t *testing.T) {
	for _, tt := range []struct{ reason, before, patch, after, removed string }{
		{"a map merges", `{"labels":{"a":"1"}}`, `{"labels":{"b":"2"}}`, `{"labels":{"a":"1","b":"2"}}`, `null`},
		{"a list replaces", `{"keywords":["a","b"]}`, `{"keywords":"c"}`, `{"keywords":["c"]}`, `null`},
		{"null removes", `{"floors":3}`, `{"floors":null}`, `{}`, `{"floors":null}`},
		{"null removes an entry", `{"labels":{"a":"1"}}`, `{"labels":{"a":null}}`, `{}`, `{"labels":{"a":null}}`},
		{"null below", `{"readers":{"ann":{"limit":3}}}`, `{"readers":{"ann":{"limit":null}}}`, `{"readers":{"ann":{}}}`, `{"readers":{"ann":{"limit":null}}}`},
		{
			"a short form replaces all", `{"readers":{"ann":{"card":{"number":"1","colour":"red"}}}}`, `{"readers":{"ann":{"card":"2"}}}`,
			`{"readers":{"ann":{"card":{"number":"2"}}}}`, `null`,
		},
		{
			"a long form merges into a short one", `{"readers":{"ann":{"card":"1"}}}`, `{"readers":{"ann":{"card":{"colour":"red"}}}}`,
			`{"readers":{"ann":{"card":{"number":"1","colour":"red"}}}}`, `null`,
		},
		{"a scalar that reads itself", `{"hours":"8h"}`, `{"hours":"9h"}`, `{"hours":"9h"}`, `null`},
		{"empty is unset", `{"labels":{"a":"1"}}`, `{"labels":{}, "books": []}`, `{"labels":{"a":"1"}}`, `null`},
		{"patches are kept", `{}`, `{"seasons":{"winter":{"floors":null}}}`, `{"seasons":{"winter":{"floors":null}}}`, `null`},
		{
			"anything merges", `{"facts":{"a":{"b":1,"c":[1]},"d":"e"}}`, `{"facts":{"a":{"b":null,"c":[{"f":null}]},"d":{"g":2}}}`,
			`{"facts":{"a":{"c":[{"f":null}]},"d":{"g":2}}}`, `null`,
		},
		{"what is empty among anything is kept", `{}`, `{"facts":{"a":{},"b":[],"c":""}}`, `{"facts":{"a":{},"b":[],"c":""}}`, `null`},
		{"zero behind a pointer", `{}`, `{"cellars":0}`, `{"cellars":0}`, `null`},
	} {
		library := catalog(t).At("library")
		v := reflect.New(library.Go).Elem()
		var removed strict.Nulls
		for _, text := range []string{tt.before, tt.patch} {
			var err error
			if removed, err = library.Merge(v, jsonTree(t, text), removed); err != nil {
				t.Fatalf("%s: %v", tt.reason, err)
			}
		}
		got := jsonTree(t, marshal(t, v.Interface())).(map[string]any)
		delete(got, "city")
		if diff := cmp.Diff(jsonTree(t, tt.after), any(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
		if got := marshal(t, removed); got != tt.removed {
			t.Errorf("%s: removed %s, want %s", tt.reason, got, tt.removed)
		}
	}
}

// TestMergeGo: a patch built in Go has other types than a file's, and is refused where
// a file would be.
func TestMergeGo(t *testing.T) {
	library := catalog(t).At("library")
	v := reflect.New(library.Go).Elem()
	if _, err := library.Merge(v, map[string]any{
		"floors": 3, "labels": map[string]string{"a": "b"}, "books": []Book{{Title: "x"}}, "cellars": 2.0, "genre": Genre("novel"),
	}, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"city":"","genre":"novel","floors":3,"cellars":2,"labels":{"a":"b"},"books":[{"title":"x"}]}`,
		marshal(t, v.Interface())); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct {
		patch any
		want  string
	}{
		{map[string]any{"flors": 3}, "flors: unknown field"},
		{map[string]any{"floors": 1.5}, "floors: expected a whole number, found float64"},
		{map[string]any{"books": []any{map[string]any{"title": 1}}}, "books: [0]: title: expected text, found float64"},
		{[]any{}, "expected a map, found []interface {}"},
	} {
		if _, err := library.Merge(v, tt.patch, nil); err == nil || err.Error() != tt.want {
			t.Errorf("%v: %v, want %s", tt.patch, err, tt.want)
		}
	}
}

// TestWithdraw takes back the defaults of what null has removed, and may be null.
func TestWithdraw(t *testing.T) {
	library := catalog(t).At("library")
	l := Library{Floors: 3, Genre: "novel"}
	library.Withdraw(reflect.ValueOf(&l).Elem(), strict.Nulls{"floors": nil, "genre": nil, "readers": map[string]any{"x": nil}},
		func(_ *strict.Field, v reflect.Value) { v.SetZero() })
	if l.Floors != 0 || l.Genre != "novel" {
		t.Errorf("%+v", l)
	}
}

// mergeReference is RFC 7386's own pseudocode, what Merge is measured by.
func mergeReference(target, patch any) any {
	entries, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	result := map[string]any{}
	if old, ok := target.(map[string]any); ok {
		maps.Copy(result, old)
	}
	for k, v := range entries {
		if v == nil {
			delete(result, k)
		} else {
			result[k] = mergeReference(result[k], v)
		}
	}
	return result
}

// The table of RFC 7386's appendix A.
func TestMergeReference(t *testing.T) {
	for _, tt := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		if diff := cmp.Diff(jsonTree(t, tt[2]), mergeReference(jsonTree(t, tt[0]), jsonTree(t, tt[1]))); diff != "" {
			t.Errorf("%s with %s (-want +got):\n%s", tt[0], tt[1], diff)
		}
	}
}

// FuzzMerge: what was read from two files merges as RFC 7386 says, sections as well, whether
// their types are known or not; again changes nothing, and the patch is left alone.
func FuzzMerge(f *testing.F) {
	for _, seed := range [][2]string{
		{`{}`, `{}`},
		{`{"floors":2,"keywords":["a"]}`, `{"floors":null,"keywords":["b"],"books":[{"title":"x"}]}`},
		{`{"readers":{"a":{},"b":{"limit":3}}}`, `{"readers":{"a":null,"c":{},"b":{"card":{"number":"x"}}}}`},
		{`{"rooms":{"a":{"rooms":{"b":{"seats":1}}}}}`, `{"rooms":{"a":{"rooms":{"b":{"seats":2},"c":{}}}}}`},
		{`{"extras":{"cafe":{"tables":2,"menu":{"tea":{"number":"1"}}}}}`, `{"extras":{"cafe":{"menu":{"tea":null,"a":{"colour":"x"}}}}}`},
		{`{"extras":{"cafe":{"owner":{"number":"1"}}}}`, `{"extras":{"cafe":{"owner":null,"address":{"city":"Rome"}}}}`},
	} {
		f.Add(seed[0], seed[1])
	}
	known, plain := catalog(f, cafe), catalog(f)
	f.Fuzz(func(t *testing.T, before, patch string) {
		base, ok := readLibrary(known, before)
		over, ok2 := readLibrary(known, patch)
		if !ok || !ok2 {
			return
		}
		kept := marshal(t, over)
		for _, of := range []*strict.Type{known.At("library"), plain.At("library")} {
			v := reflect.New(of.Go).Elem()
			merge(t, known.At("library"), v, base)
			old := jsonTree(t, marshal(t, dataOf(v)))
			merge(t, of, v, over)
			want := jsonTree(t, marshal(t, mergeReference(old, jsonTree(t, kept))))
			if diff := cmp.Diff(marshal(t, normal(t, known, want)), marshal(t, normal(t, known, jsonTree(t, marshal(t, dataOf(v)))))); diff != "" {
				t.Errorf("not RFC 7386 (-want +got):\n%s", diff)
			}
			once := marshal(t, dataOf(v))
			merge(t, of, v, over)
			if diff := cmp.Diff(once, marshal(t, dataOf(v))); diff != "" {
				t.Errorf("not idempotent (-once +twice):\n%s", diff)
			}
		}
		if diff := cmp.Diff(kept, marshal(t, over)); diff != "" {
			t.Errorf("the patch changed (-want +got):\n%s", diff)
		}
	})
}

// readLibrary is the tree of a library, without short forms, of which RFC 7386 knows nothing.
func readLibrary(t *strict.Type, text string) (any, bool) {
	documents, wrong := t.Parse([]byte(text))
	if wrong != nil || len(documents) != 1 {
		return nil, false
	}
	r := strict.NewReader(t.At("library"), "library")
	tree, ok := r.Read(documents[0])
	found, _ := r.Findings()
	data, _ := json.Marshal(tree)
	short := strings.Contains(string(data), `"card":"`) || strings.Contains(string(data), `"owner":"`) ||
		strings.Contains(string(data), `"menu":{`) || strings.Contains(string(data), `"seasons"`)
	return tree, ok && len(found) == 0 && !short
}

func merge(t *testing.T, of *strict.Type, v reflect.Value, patch any) {
	t.Helper()
	if _, err := of.Merge(v, patch, nil); err != nil {
		t.Fatal(err)
	}
}

// dataOf is a library with the data of its extras.
func dataOf(v reflect.Value) any {
	l := v.Interface().(Library)
	type plain Library
	extras := map[string]any{}
	for name, e := range l.Extras {
		extras[name] = e.Data
	}
	l.Extras = nil
	return struct {
		plain
		Extras map[string]any `json:"extras,omitempty"`
	}{plain(l), extras}
}

// normal is a library as its Go type writes it: without what is empty.
func normal(t *testing.T, of *strict.Type, tree any) any {
	t.Helper()
	v := reflect.New(of.At("library").Go).Elem()
	merge(t, of.At("library"), v, tree)
	l := v.Interface().(Library)
	if e, ok := l.Extras["cafe"]; ok {
		var c Cafe
		merge(t, of.At("library", "extras", "cafe"), reflect.ValueOf(&c).Elem(), e.Data)
		l.Extras = map[string]Extra{"cafe": {Value: c}}
	}
	return l
}

func jsonTree(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
