package spec

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/jsonyaml"
	"github.com/djangostack/djangostack/internal/strict"
)

// Loader reads stacks with extensions. The zero value knows no extensions: [Load],
// [LoadNode], [Schema] and [Explain] are its methods. Loaders know nothing of each other, and
// each may be used by several goroutines at a time.
type Loader struct {
	stack      *strict.Type        // nil: plainStack
	defaults   func() *strict.Type // nil: plainDefaults
	repository Repository
}

// plainStack describes a whole file of a stack without extensions.
var plainStack = sync.OnceValue(func() *strict.Type {
	t, err := strict.Of(reflect.TypeFor[DjangoStack](), fileOptions(nil))
	if err != nil {
		panic("spec: " + err.Error()) // a mistake in this package, found by its first test
	}
	return t
})

// NewLoader returns a loader that knows extensions. It fails where one has no name or
// another's, or a type that no file can hold.
func NewLoader(extensions ...ExtensionType) (Loader, error) {
	names := map[string]bool{}
	for _, e := range extensions {
		switch {
		case !isCollectionName(e.Name):
			return Loader{}, fmt.Errorf("extension %q: the name is not usable; write lower-case letters, digits and "+
				"dashes, at most %d of them", e.Name, longestCollectionName)
		case names[e.Name]:
			return Loader{}, fmt.Errorf("extension %s: there are two of this name; rename one", e.Name)
		case e.Type == nil || e.Type.Kind() != reflect.Struct:
			return Loader{}, fmt.Errorf("extension %s: its type must be a struct", e.Name)
		}
		names[e.Name] = true
	}
	if len(extensions) == 0 {
		return Loader{}, nil
	}
	stack, err := strict.Of(reflect.TypeFor[DjangoStack](), fileOptions(extensions))
	if err != nil {
		return Loader{}, fmt.Errorf("extensions: %w", err)
	}
	return Loader{stack: stack, defaults: sync.OnceValue(func() *strict.Type { return typeOfDefaults(extensions) })}, nil
}

// stackType describes a whole file.
func (l Loader) stackType() *strict.Type {
	if l.stack == nil {
		return plainStack()
	}
	return l.stack
}

// specType describes spec and each of its environments.
func (l Loader) specType() *strict.Type { return l.stackType().At("spec") }

// specType describes spec without extensions.
func specType() *strict.Type { return Loader{}.specType() }

// Load reads the one DjangoStack of a YAML or JSON file; see the function [Load].
func (l Loader) Load(r io.Reader, file string) (*Document, error) {
	data, err := readFile(r, file)
	if err != nil {
		return nil, err
	}
	documents, wrong := l.stackType().Parse(data)
	if wrong != nil {
		return nil, Errors{newError(file, *wrong)}
	}
	root, err := pick(documents, Kind, file)
	if err != nil {
		return nil, err
	}
	return l.LoadNode(root, file)
}

// LoadNode reads a stack that a program holds as a YAML node; see the function [LoadNode].
func (l Loader) LoadNode(root *yaml.Node, file string) (*Document, error) {
	if root == nil {
		return nil, Errors{{File: file, Code: CodeNoStack, Message: noStack}}
	}
	root = withoutServerFields(root)
	r := strict.NewReader(l.stackType(), "")
	if !isOfKind(root, Kind, r) {
		return nil, foundBy(r, file)
	}
	doc := &Document{
		Stack: &DjangoStack{}, File: file, loader: l.withoutRepository(), positions: strict.NewPositions(root),
		refused: r.Refused(),
	}
	files := newRepositoryReader(l.repository, file)
	read, ok := r.Read(root)
	if !ok {
		return doc, foundBy(r, file)
	}
	tree := read.(map[string]any)
	extended := doc.extend(tree, files)
	removed, err := l.stackType().Merge(reflect.ValueOf(doc.Stack).Elem(), tree, nil)
	if err != nil {
		r.Report(root, strict.CodeInvalid, "", "cannot be decoded: "+err.Error())
	}
	doc.Stack.Spec.Removed = Environment(removed.Below("spec"))
	extended = append(extended, doc.readNamedFiles(files)...)
	if errs := JoinErrors(AsErrors(foundBy(r, file)), extended); len(errs) > 0 {
		return doc, errs
	}
	return doc, nil
}

// Document returns a stack that was built in Go as if it had been loaded, but without
// positions.
func (l Loader) Document(s *DjangoStack) *Document { return &Document{Stack: s, loader: l} }

// Schema returns the JSON Schema of a file; see the function [Schema].
func (l Loader) Schema() ([]byte, error) { return l.stackType().JSONSchema() }

// Explain describes the field at a path; see the function [Explain].
func (l Loader) Explain(path string) (string, error) { return l.stackType().Explain(path) }

// Effective returns a stack as it is in one environment, "" for the spec alone. It
// fails where [DjangoStack.For] does, and where a section of the stack is none of the
// loader's extensions or does not fit its type. It shares nothing with s.
func (l Loader) Effective(s *DjangoStack, environment string) (*Effective, error) {
	merged, err := s.For(environment)
	if err != nil {
		return nil, err
	}
	return l.complete(merged, environment)
}

// complete fills in the defaults of a stack that an environment has been merged into.
func (l Loader) complete(merged *DjangoStack, environment string) (*Effective, error) {
	e := &Effective{DjangoStack: merged, Environment: environment, Extent: ExtentOf(merged), loader: l}
	if errs := l.open(&merged.Spec); errs != nil {
		return nil, errs
	}
	if errs := l.setDefaults(e, environment); errs != nil {
		return nil, errs
	}
	return e, nil
}

// readGo says all that is wrong with a value that was built in Go, in the words Load has for
// the same mistakes; nothing where it has no JSON.
func readGo(t *strict.Type, path string, value any) Errors {
	r := strict.NewReader(t, path)
	if data, err := json.Marshal(value); err == nil {
		r.Read(jsonyaml.Parse(data))
	}
	errs := AsErrors(foundBy(r, ""))
	for _, e := range errs {
		e.Line, e.Column = 0, 0 // of a file that nobody has
	}
	return errs
}
