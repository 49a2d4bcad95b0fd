package spec

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/strict"
)

// TestRemediesForEmptyObjects writes {} for every object of the spec: where a field is
// missing then, no remedy says to write it.
func TestRemediesForEmptyObjects(t *testing.T) {
	seen, refused := 0, map[string]bool{}
	var walk func(d *strict.Type, path []string)
	walk = func(d *strict.Type, path []string) {
		for i := range d.Fields {
			f := &d.Fields[i]
			inner, at := f.Type, slices.Concat(path, []string{f.Name})
			if f.HasPatches() {
				continue
			}
			if inner.Kind == strict.Map {
				inner, at = inner.Elem, append(at, "main")
			}
			if inner.Kind != strict.Struct {
				continue
			}
			seen++
			if missing := missingIn(t, at); missing != "" {
				name := inner.Go.Name()
				refused[name] = true
				if neededIn[name] == "" {
					t.Errorf("spec.%s: {} is refused, %s, and neededIn has no %s", strings.Join(at, "."), missing, name)
				}
			}
			walk(inner, at)
		}
	}
	walk(specType(), nil)
	for name := range neededIn {
		if !refused[name] {
			t.Errorf("%s is in neededIn, and {} is accepted for it", name)
		}
	}
	if seen < 60 {
		t.Errorf("%d objects: the walk has lost some", seen)
	}
}

// missingIn is what is missing in a stack with an empty object at a path of its spec.
func missingIn(t *testing.T, path []string) string {
	t.Helper()
	all := map[string]any{
		"image":     map[string]any{"repository": "a/b", "tag": "1"},
		"django":    map[string]any{"settings": "shop.settings", "hosts": []any{"a.example"}},
		"databases": map[string]any{"default": map[string]any{}},
	}
	at := all
	for _, name := range path[:len(path)-1] {
		inner, _ := at[name].(map[string]any)
		inner = maps.Clone(inner)
		if inner == nil {
			inner = map[string]any{}
		}
		at[name] = inner
		at = inner
	}
	at[path[len(path)-1]] = map[string]any{}
	data, err := json.Marshal(map[string]any{
		"apiVersion": APIVersion, "kind": Kind, "metadata": map[string]any{"name": "shop"}, "spec": all,
	})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Load(bytes.NewReader(data), "")
	if err != nil {
		t.Fatal(err)
	}
	_, errs, _ := doc.Resolve()
	for _, e := range errs {
		if strings.HasPrefix(e.Path, "spec."+strings.Join(path, ".")) && strings.HasPrefix(e.Message, "missing") {
			return e.Error()
		}
	}
	return ""
}
