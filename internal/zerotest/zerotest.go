// Package zerotest calls every exported function of a package with zero values, for tests:
// none may panic.
package zerotest

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/sorted"
)

// Functions are functions and method expressions by name, "Resolve" or "Stack.Build".
type Functions map[string]any

// Check calls the functions with zero values: pointers to them, and nil for all but the
// receiver. It fails where one panics, or where the package in the working directory exports
// one that is neither among them nor, with a reason, among those apart.
func Check(t *testing.T, functions Functions, apart map[string]string) {
	t.Helper()
	names := exported(t)
	if len(names) == 0 {
		t.Fatal("no exported functions")
	}
	for name := range names {
		if _, known := functions[name]; !known && apart[name] == "" {
			t.Errorf("%s is not called with zero values; add it to the table", name)
		}
	}
	for _, name := range sorted.Keys(functions) {
		if !names[name] {
			t.Errorf("there is no %s", name)
		}
		for _, pointers := range []string{"nil", "zero"} {
			call(t, name, functions[name], pointers, strings.Contains(name, "."))
		}
	}
}

func call(t *testing.T, name string, function any, pointers string, method bool) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s with %s pointers panics: %v", name, pointers, p)
		}
	}()
	v := reflect.ValueOf(function)
	var args []reflect.Value
	for i := range v.Type().NumIn() {
		if v.Type().IsVariadic() && i == v.Type().NumIn()-1 {
			break
		}
		args = append(args, argument(v.Type().In(i), pointers == "zero" || method && i == 0))
	}
	v.Call(args)
}

func argument(t reflect.Type, made bool) reflect.Value {
	switch {
	case t == reflect.TypeFor[context.Context]():
		return reflect.ValueOf(context.Background())
	case t == reflect.TypeFor[io.Reader]():
		return reflect.ValueOf(strings.NewReader(""))
	case t == reflect.TypeFor[io.Writer]():
		return reflect.ValueOf(io.Discard)
	case t.Kind() == reflect.Pointer && made:
		return reflect.New(t.Elem())
	default:
		return reflect.Zero(t)
	}
}

// exported are the exported functions and methods of exported types in the working directory.
func exported(t *testing.T) map[string]bool {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Name.IsExported() && !isApart(f) {
				if name := nameOf(f); ast.IsExported(name) {
					names[name] = true
				}
			}
		}
	}
	return names
}

// isApart reports a method that cannot read its receiver, such as Enum, and one of those that
// deepcopy-gen writes.
func isApart(f *ast.FuncDecl) bool {
	return strings.HasPrefix(f.Name.Name, "DeepCopy") ||
		f.Recv != nil && len(f.Recv.List[0].Names) == 0 && f.Type.Params.NumFields() == 0
}

func nameOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	receiver := f.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	return fmt.Sprintf("%s.%s", receiver, f.Name.Name)
}
