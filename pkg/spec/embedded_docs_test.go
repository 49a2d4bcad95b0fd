package spec

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"reflect"
	"strings"
	"testing"
)

// TestEmbeddedDocs: what a struct says of the fields that it embeds names each of them, or
// nobody would read it.
func TestEmbeddedDocs(t *testing.T) {
	fields := map[string]bool{}
	for _, embedded := range []reflect.Type{reflect.TypeFor[PodOptions](), reflect.TypeFor[DjangoPodOptions]()} {
		for f := range embedded.Fields() {
			fields[f.Name] = true
		}
	}
	files, _ := fs.Glob(sources, "*_types.go")
	paragraphs := 0
	for _, file := range files {
		text, _ := fs.ReadFile(sources, file)
		tree, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			f, ok := n.(*ast.Field)
			if !ok || len(f.Names) > 0 || f.Doc == nil {
				return true
			}
			for paragraph := range strings.SplitSeq(f.Doc.Text(), "\n\n") {
				paragraphs++
				if name, _, _ := strings.Cut(paragraph, " "); !fields[name] {
					t.Errorf("%s: no field that is embedded begins this paragraph:\n%s", file, paragraph)
				}
			}
			return true
		})
	}
	if paragraphs < 20 {
		t.Errorf("%d paragraphs are too few", paragraphs)
	}
}
