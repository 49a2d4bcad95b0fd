package spec

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// Document is a loaded file: the stack and where each of its values stood.
type Document struct {
	// Stack is what the file describes. Where Load reported errors, the values
	// they are about are unset or as they were written; the rest is complete.
	Stack *DjangoStack
	// File is the name the file was loaded by, for messages.
	File string

	root       *yaml.Node
	refused    map[string]bool   // paths Load has complained about
	namespaces map[string]string // that environments were put into
	// keys are where the keys of each mapping stand in it; made when the first
	// position is asked for.
	keys func() map[*yaml.Node]map[string]int
}

func newDocument(root *yaml.Node, file string) *Document {
	return &Document{
		Stack: &DjangoStack{}, File: file, root: root, refused: map[string]bool{},
		keys: sync.OnceValue(func() map[*yaml.Node]map[string]int { return indexKeys(root) }),
	}
}

// Load reads the one DjangoStack of a YAML or JSON file. Documents of other
// kinds beside it are ignored.
//
// Loading is strict, and all mistakes are reported at once, those of the
// environments included: the error is then of type [Errors]. The document is
// nil only where nothing of the file is usable, so that a caller can go on to
// validate what is there and show everything in one pass, by way of
// [Document.Locate]. Anchors and aliases are read; merge keys ("<<") are
// refused, since environments are the one way of merging here.
func Load(r io.Reader, file string) (*Document, error) {
	data, err := readSource(r, file)
	if err != nil {
		return nil, err
	}
	documents, err := parseSource(data)
	if err != nil {
		return nil, Errors{syntaxError(data, file, err)}
	}
	root, err := pick(documents, file)
	if err != nil {
		return nil, err
	}
	return LoadNode(root, file)
}

// LoadNode is [Load] for a stack that a program holds as a YAML node already,
// as within a KRM function's ResourceList: a mapping with the stack's
// apiVersion and kind. Positions are the node's own. The node is read by the
// document's methods later on, and must not be changed.
func LoadNode(root *yaml.Node, file string) (*Document, error) {
	c := newChecker(file)
	doc := newDocument(root, file)
	doc.refused = c.refused
	if err := c.header(root); err != nil {
		return nil, err
	}
	tree, ok := c.value(place{node: root}, stackShape())
	if ok {
		removed, err := assign(reflect.ValueOf(doc.Stack).Elem(), stackShape(), tree, nil)
		if err != nil {
			c.add(place{node: root}, "cannot be decoded: "+err.Error())
		}
		doc.Stack.Spec.Removed = Environment(removed.below("spec"))
	}
	return doc, c.found()
}

// group is the part of apiVersion before the slash.
var group, _, _ = strings.Cut(APIVersion, "/")

// pick finds the one DjangoStack among a file's documents.
func pick(documents []*yaml.Node, file string) (*yaml.Node, error) {
	var ours, others []*yaml.Node
	for _, d := range documents {
		if scalarOf(d, "kind") == Kind || strings.HasPrefix(scalarOf(d, "apiVersion"), group+"/") {
			ours = append(ours, d)
		} else {
			others = append(others, d)
		}
	}
	whole := func(n *yaml.Node, message string) error {
		return Errors{{File: file, Line: n.Line, Column: n.Column, Message: clean(message)}}
	}
	switch {
	case len(ours) == 1:
		return ours[0], nil
	case len(ours) > 1:
		return nil, whole(ours[1], fmt.Sprintf(
			"another %s, after the one in line %d; keep one per file", Kind, ours[0].Line))
	case len(others) == 0:
		return nil, whole(&yaml.Node{Line: 1, Column: 1}, "is empty; a stack begins with apiVersion: "+APIVersion)
	}
	var found []string
	for i, d := range others {
		if i == 5 {
			found = append(found, fmt.Sprintf("and %d more", len(others)-i))
			break
		}
		found = append(found, fmt.Sprintf("%s (line %d)", describeDocument(d), d.Line))
	}
	return nil, whole(others[0], fmt.Sprintf("no %s in this file, but %s; write apiVersion: %s and kind: %s, or keep "+
		"the file where no stack is looked for", Kind, strings.Join(found, ", "), APIVersion, Kind))
}

// describeDocument does not repeat text: a file that is no stack may be anything, and
// for nobody's eyes.
func describeDocument(d *yaml.Node) string {
	kind := scalarOf(d, "kind")
	switch {
	case kind != "":
		return fmt.Sprintf("a %q", excerpt(kind))
	case d.Kind == yaml.ScalarNode:
		return "text"
	default:
		return describe(d) + " without a kind"
	}
}

// entry is a mapping's own key and value of a name, or nil.
func entry(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// scalarOf is the text of a document's own field, or empty.
func scalarOf(d *yaml.Node, name string) string {
	if _, value := entry(d, name); value != nil && value.Kind == yaml.ScalarNode {
		return value.Value
	}
	return ""
}

// header checks the two fields that say what a file is. A file of another
// version or kind is not looked at any further: everything in it would be
// wrong for the same reason.
func (c *checker) header(root *yaml.Node) error {
	for _, want := range []struct{ name, value, unknown string }{
		{"apiVersion", APIVersion, "unknown version %q; this release knows " + APIVersion},
		{"kind", Kind, "unknown kind %q; expected " + Kind},
	} {
		key, value := entry(root, want.name)
		got := scalarOf(root, want.name)
		switch {
		case key == nil:
			c.report(root, want.name, fmt.Sprintf("missing; write %s: %s", want.name, want.value))
		case got != "" && got != want.value:
			c.report(value, want.name, fmt.Sprintf(want.unknown, excerpt(got)))
			return c.found()
		}
	}
	return nil
}

// AsErrors gives the single mistakes of an error that Load or For returned, or
// nil where it is of another kind (a file that cannot be read).
func AsErrors(err error) Errors {
	all, _ := errors.AsType[Errors](err)
	return all
}
