package spec

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"testing"
)

// TestEveryValueHasAConstant: whoever builds a stack in Go finds each value of a field by
// its name, so a type with Enum has an exported constant for every value, in its order.
func TestEveryValueHasAConstant(t *testing.T) {
	constants := typedConstants(t)
	enums := map[string][]string{}
	enumsBelow(reflect.TypeFor[DjangoStack](), enums, map[reflect.Type]bool{})
	if len(enums) < 20 {
		t.Fatalf("found %d types with Enum; the search does not see them all", len(enums))
	}
	for name, values := range enums {
		if !slices.Equal(constants[name], values) {
			t.Errorf("%s has the values %q and constants for %q", name, values, constants[name])
		}
	}
}

// enumsBelow collects the values of the types with Enum that a type is made of.
func enumsBelow(typ reflect.Type, found map[string][]string, seen map[reflect.Type]bool) {
	if seen[typ] {
		return
	}
	seen[typ] = true
	if e, ok := reflect.TypeAssert[interface{ Enum() []string }](reflect.Zero(typ)); ok {
		found[typ.Name()] = e.Enum()
	}
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		enumsBelow(typ.Elem(), found, seen)
	case reflect.Struct:
		for f := range typ.Fields() {
			enumsBelow(f.Type, found, seen)
		}
	default:
	}
}

// typedConstants are the values of the package's exported constants, by their type.
func typedConstants(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("*_types.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			constant, ok := n.(*ast.ValueSpec)
			if !ok || len(constant.Values) != 1 || !constant.Names[0].IsExported() {
				return true
			}
			typ, typed := constant.Type.(*ast.Ident)
			value, literal := constant.Values[0].(*ast.BasicLit)
			if typed && literal && value.Kind == token.STRING {
				text, _ := strconv.Unquote(value.Value)
				found[typ.Name] = append(found[typ.Name], text)
			}
			return true
		})
	}
	return found
}
