package overlays_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestOverriddenValues: what every environment removes or says otherwise is in none of them, so it
// may be what no object can have. The base has it, and leaves such objects out.
func TestOverriddenValues(t *testing.T) {
	parts := 0
	for _, path := range collections(reflect.TypeFor[spec.StackSpec](), nil) {
		for _, removal := range []string{entry(path, "null", "      "), "      " + path[0] + ": null\n"} {
			err := compileOverridden(t, entry(path, "{}", "  "), removal)
			errs := spec.AsErrors(err)
			if err != nil && (len(errs) == 0 || errs[0].Line == 0) {
				t.Errorf("%s: %v", strings.Join(path, "."), err)
			}
			if err == nil {
				parts++
			}
		}
	}
	if parts < 16 {
		t.Errorf("%d parts are compiled: the walk has lost collections", parts)
	}
	for _, tt := range []struct{ part, otherwise string }{
		{"  web: {labels: {a: not a label}}\n", "      web: {labels: {a: b}}\n"},
		{"  web: {annotations: {a b: c}}\n", "      web: {annotations: {a b: null}}\n"},
		{
			"  secrets: {name: Not a name}\n  databases: {default: {}}\n",
			"      secrets: {name: shop-own}\n",
		},
		{"  web: {volumes: {a: {secret: {name: a b}, path: /a}}}\n", "      web: {volumes: {a: null}}\n"},
	} {
		if err := compileOverridden(t, tt.part, tt.otherwise); err != nil {
			t.Errorf("%s%s%v", tt.part, tt.otherwise, err)
		}
	}
}

// compileOverridden compiles a stack with a part that its one environment says otherwise.
func compileOverridden(t *testing.T, part, otherwise string) error {
	t.Helper()
	file := "apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStack\nmetadata: {name: shop}\nspec:\n" +
		"  image: {repository: registry.example/shop, tag: \"1\"}\n" +
		"  django: {settings: shop.settings, hosts: [shop.example]}\n" +
		part + "  environments:\n    prod:\n" + otherwise
	doc, err := spec.Load(strings.NewReader(file), "stack.yaml")
	if doc == nil || doc.Stack == nil {
		t.Fatalf("%v\n%s", err, file)
	}
	resolved, _, err := overlays.Compiler{}.Resolve(t.Context(), doc)
	if err == nil {
		_, err = resolved.Files(t.Context())
	}
	return err
}

// collections are the paths of all maps with structs outside other maps.
func collections(t reflect.Type, path []string) (all [][]string) {
	switch {
	case t.Kind() == reflect.Pointer:
		return collections(t.Elem(), path)
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Struct && t.Key().Kind() == reflect.String:
		return [][]string{path}
	case t.Kind() == reflect.Struct:
		for f := range t.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			below := slices.Concat(path, []string{name})
			if name == "" {
				below = path
			}
			if name != "-" && f.IsExported() {
				all = append(all, collections(f.Type, below)...)
			}
		}
	}
	return all
}

// entry is YAML of one entry with a name that is not usable.
func entry(path []string, value, indent string) string {
	var b strings.Builder
	for _, key := range path {
		fmt.Fprintf(&b, "%s%s:\n", indent, key)
		indent += "  "
	}
	fmt.Fprintf(&b, "%s\"Not a name\": %s\n", indent, value)
	return b.String()
}
