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

// TestNamesOfRemovedElements: an element that every environment removes, by its name or with all
// that holds it, is in none of them, but the base has it. Where its name is not usable, the
// finding has the place of the name.
func TestNamesOfRemovedElements(t *testing.T) {
	refused := 0
	for _, path := range collections(reflect.TypeFor[spec.StackSpec](), nil) {
		for _, removal := range []string{entry(path, "null", "      "), "      " + path[0] + ": null\n"} {
			err := compileRemoved(t, entry(path, "{}", "  "), removal)
			errs := spec.AsErrors(err)
			if err != nil && (len(errs) == 0 || errs[0].Line == 0) {
				t.Errorf("%s: %v", strings.Join(path, "."), err)
			}
			if err != nil {
				refused++
			}
		}
	}
	if refused < 16 {
		t.Errorf("%d names were refused: the walk has lost collections", refused)
	}
}

// compileRemoved compiles a stack with a part that its one environment removes.
func compileRemoved(t *testing.T, part, removal string) error {
	t.Helper()
	file := "apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStack\nmetadata: {name: shop}\nspec:\n" +
		"  image: {repository: registry.example/shop, tag: \"1\"}\n" +
		"  django: {settings: shop.settings, hosts: [shop.example]}\n" +
		part + "  environments:\n    prod:\n" + removal
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
