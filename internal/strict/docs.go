package strict

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"strings"
	"sync"
)

// comments are doc comments by type and by field: of example.com/shop.Web, Web and Web.Port.
type comments map[string]map[string]string

// readComments reads doc comments from the sources, so that no generated table can be out
// of date. It is done when explain or the JSON Schema is asked for.
func readComments(docs []Docs) (comments, error) {
	all := comments{}
	for _, d := range docs {
		found := all[d.Package]
		if found == nil {
			found = map[string]string{}
			all[d.Package] = found
		}
		paths, err := fs.Glob(d.Files, "*.go")
		if err != nil {
			return nil, fmt.Errorf("reading the sources of %s: %w", d.Package, err)
		}
		for _, path := range paths {
			if err := readFile(found, d.Files, path); err != nil {
				return nil, fmt.Errorf("reading the sources of %s: %w", d.Package, err)
			}
		}
	}
	return all, nil
}

func readFile(found map[string]string, files fs.FS, path string) error {
	text, err := fs.ReadFile(files, path)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments)
	if err != nil {
		return err
	}
	for _, decl := range file.Decls {
		if types, ok := decl.(*ast.GenDecl); ok && types.Tok == token.TYPE {
			addTypes(found, types)
		}
	}
	return nil
}

func addTypes(found map[string]string, decl *ast.GenDecl) {
	for _, s := range decl.Specs {
		spec := s.(*ast.TypeSpec)
		comment := spec.Doc
		if comment == nil {
			comment = decl.Doc
		}
		found[spec.Name.Name] = comment.Text()
		object, ok := spec.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, f := range object.Fields.List {
			for _, name := range fieldNames(f) {
				found[spec.Name.Name+"."+name] = f.Doc.Text()
			}
		}
	}
}

// fieldNames are the names that a declaration gives: an embedded struct has that of its type.
func fieldNames(f *ast.Field) []string {
	var names []string
	for _, name := range f.Names {
		names = append(names, name.Name)
	}
	switch embedded := f.Type.(type) {
	case *ast.Ident:
		if len(names) == 0 {
			return []string{embedded.Name}
		}
	case *ast.SelectorExpr:
		if len(names) == 0 {
			return []string{embedded.Sel.Name}
		}
	}
	return names
}

// Doc returns the doc comment of a field. One that an embedded struct lends may have another:
// a paragraph of the comment where the struct is embedded that begins with the field's name.
func (f *Field) Doc() (string, error) {
	comments, err := f.Type.root.comments()
	return comments.of(f), err
}

func (c comments) of(f *Field) string {
	if f.index == nil { // a section, of which its type says all
		return c.about(f.Type)
	}
	for _, e := range f.embeddings {
		comment := c[e.in.PkgPath()][e.in.Name()+"."+e.name]
		for paragraph := range strings.SplitSeq(comment, "\n\n") {
			if strings.HasPrefix(paragraph, f.GoName+" ") {
				return plain(paragraph)
			}
		}
	}
	return plain(c[f.Owner.PkgPath()][f.Owner.Name()+"."+f.GoName])
}

// about is the doc comment of a type.
func (c comments) about(t *Type) string { return plain(c[t.Go.PkgPath()][t.Go.Name()]) }

// docLink is a reference to another Go name, which means nothing outside godoc.
var docLink = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[([A-Z]\w*)\]`) })

// plain undoes a comment's links and line breaks; a blank line stays one, and so does a table,
// which is indented.
func plain(comment string) string {
	paragraphs := strings.Split(docLink().ReplaceAllString(strings.TrimSpace(comment), "$1"), "\n\n")
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
