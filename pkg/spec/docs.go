package spec

import (
	"embed"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"sync"
)

// The doc comments of the types are the one source of what the JSON Schema and
// explain say. They are read from the sources when one of these is asked for,
// so that no generated table can be out of date.
//
//go:embed *_types.go scalars.go
var sources embed.FS

// docs are doc comments by type, Web, and by field, Web.Port.
type docs map[string]string

// comments reads the doc comments once.
var comments = sync.OnceValues(func() (docs, error) {
	entries, err := sources.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("reading the embedded sources: %w", err)
	}
	all := docs{}
	for _, entry := range entries {
		text, err := sources.ReadFile(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("reading the embedded sources: %w", err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), text, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("parsing the embedded sources: %w", err)
		}
		for _, decl := range file.Decls {
			if types, ok := decl.(*ast.GenDecl); ok && types.Tok == token.TYPE {
				all.addTypes(types)
			}
		}
	}
	return all, nil
})

func (d docs) addTypes(decl *ast.GenDecl) {
	for _, s := range decl.Specs {
		spec := s.(*ast.TypeSpec)
		comment := spec.Doc
		if comment == nil {
			comment = decl.Doc
		}
		d[spec.Name.Name] = comment.Text()
		object, ok := spec.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, f := range object.Fields.List {
			for _, name := range f.Names {
				d[spec.Name.Name+"."+name.Name] = f.Doc.Text()
			}
		}
	}
}

// of is the doc comment of a field.
func (d docs) of(m *member) string { return plain(d[m.owner.Name()+"."+m.goName]) }

// about is the doc comment of a type.
func (d docs) about(s *shape) string { return plain(d[s.typ.Name()]) }

// docLink is a reference to another Go name, which means nothing outside godoc.
var docLink = regexp.MustCompile(`\[([A-Z]\w*)\]`)

// plain undoes a comment's links and line breaks; a blank line stays one, and so does a table,
// which is indented.
func plain(comment string) string {
	paragraphs := strings.Split(docLink.ReplaceAllString(strings.TrimSpace(comment), "$1"), "\n\n")
	for i, p := range paragraphs {
		if strings.HasPrefix(p, "\t") {
			paragraphs[i] = strings.ReplaceAll("\n"+p, "\n\t", "\n  ")[1:]
			continue
		}
		paragraphs[i] = strings.Join(strings.Fields(p), " ")
	}
	return strings.Join(paragraphs, "\n\n")
}

// firstSentence is what a list of fields has room for.
func firstSentence(comment string) string { return new(doc.Package).Synopsis(comment) }
