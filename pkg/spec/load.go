package spec

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/internal/strict"
)

// Document is a loaded file: the stack and where each of its values stood.
type Document struct {
	// Stack is what the file describes. Where Load reported errors, the values
	// they are about are unset or as they were written; the rest is complete.
	Stack *DjangoStack
	// File is the name the file was loaded by, for messages.
	File string

	loader     Loader            // that knows the stack's extensions
	positions  *strict.Positions // nil for a stack built in Go
	layers     *layers           // nil for a stack that extends no file
	refused    map[string]bool   // paths Load has complained about
	namespaces map[string]string // that environments were put into
}

// Load reads the one DjangoStack of a YAML or JSON file. Documents of other
// kinds beside it are ignored.
//
// Loading is strict, and all mistakes are reported at once, those of the
// environments included: the error is then of type [Errors]. The document is
// nil only where nothing of the file is usable, so that a caller can go on to
// validate what is there and show everything in one pass, by way of
// [Document.Locate]. Of a stack that was read from an API server, by its metadata.uid, what
// the server keeps is ignored; [Metadata] says more. Anchors and aliases are read; merge keys ("<<") are
// refused, since environments are the one way of merging here.
func Load(r io.Reader, file string) (*Document, error) { return Loader{}.Load(r, file) }

// LoadNode loads, like [Load], a stack that a program holds as a YAML node already,
// as within a KRM function's ResourceList: a mapping with the stack's
// apiVersion and kind. Positions are the node's own. The node is read by the
// document's methods later on, and must not be changed.
func LoadNode(root *yaml.Node, file string) (*Document, error) { return Loader{}.LoadNode(root, file) }

// Schema returns the JSON Schema (draft 2020-12) of a DjangoStack file, for editors: it
// completes and explains fields and marks mistakes as they are typed. Its
// bytes depend on nothing but the types.
//
// It is not as strict as [Load] and Validate: rules between fields, and fields
// that only some environment must have, are theirs.
func Schema() ([]byte, error) { return Loader{}.Schema() }

// Explain describes the field at a path, as kubectl explain does: its type, its
// doc comment and the fields below it. The leading "spec." may be left out;
// where the spec has a map, any name will do: databases.default.storage. The
// empty path is the whole file.
func Explain(path string) (string, error) { return Loader{}.Explain(path) }

// maxSize bounds a file. A large real stack has a few ten kilobytes; a
// mebibyte is what Kubernetes itself takes for one object.
const maxSize = 1 << 20

// readFile reads a file whole.
func readFile(r io.Reader, file string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", printable.Name(file), err)
	}
	if len(data) > maxSize {
		return nil, Errors{{
			File: file, Line: 1, Column: 1, Code: CodeTooLarge,
			Message: "larger than 1 MiB; a stack's description is a few kilobytes",
		}}
	}
	return data, nil
}

// newError is what was found in a file.
func newError(file string, f strict.Finding) *Error {
	return &Error{
		File: file, Line: f.Line, Column: f.Column, Path: f.Path, Code: Code(f.Code), Message: f.Message,
	}
}

// foundBy are all mistakes that a reader has found in a file, in its order, or nil.
func foundBy(r *strict.Reader, file string) error {
	found, whole := r.Findings()
	if len(found) == 0 {
		return nil
	}
	var errs Errors
	for _, f := range found {
		errs = append(errs, newError(file, f))
	}
	if !whole {
		errs = append(errs, &Error{more: rest})
	}
	return JoinErrors(errs)
}

// group is the part of apiVersion before the slash.
var group, _, _ = strings.Cut(APIVersion, "/")

// pick finds the one document of a kind of ours among those of a file.
func pick(documents []*yaml.Node, want, file string) (*yaml.Node, error) {
	var ours, others []*yaml.Node
	for _, d := range documents {
		kind := scalarOf(d, "kind")
		other := kind == Kind || kind == DefaultsKind || kind == PolicyKind
		if kind == want || !other && strings.HasPrefix(scalarOf(d, "apiVersion"), group+"/") {
			ours = append(ours, d)
		} else {
			others = append(others, d)
		}
	}
	whole := func(n *yaml.Node, message string) error {
		return Errors{{File: file, Line: n.Line, Column: n.Column, Code: CodeNoStack, Message: clean(message)}}
	}
	switch {
	case len(ours) == 1:
		return ours[0], nil
	case len(ours) > 1:
		return nil, whole(ours[1], fmt.Sprintf(
			"another %s, after the one in line %d; keep one per file", want, ours[0].Line))
	case len(others) == 0:
		return nil, whole(&yaml.Node{Line: 1, Column: 1}, empty[want]+APIVersion)
	}
	var found []string
	for i, d := range others {
		if i == 5 {
			found = append(found, fmt.Sprintf("and %d more", len(others)-i))
			break
		}
		found = append(found, fmt.Sprintf("%s (line %d)", describeDocument(d), d.Line))
	}
	return nil, whole(others[0], fmt.Sprintf("no %s in this file, but %s; write apiVersion: %s and kind: %s, or %s",
		want, strings.Join(found, ", "), APIVersion, want, elsewhere[want]))
}

// What is said about a file without a document of the kind that is looked for.
var (
	empty = map[string]string{
		Kind:         "is empty; a stack begins with apiVersion: ",
		DefaultsKind: "is empty; what stacks extend begins with apiVersion: ",
	}
	elsewhere = map[string]string{
		Kind:         "keep the file where no stack is looked for",
		DefaultsKind: "name another file under extends",
	}
)

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
		return strict.Describe(d, secrets.Redact) + " without a kind"
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

// isOfKind checks the two fields that say what a file is. A file of another
// version or kind is not looked at any further: everything in it would be
// wrong for the same reason.
func isOfKind(root *yaml.Node, kind string, r *strict.Reader) bool {
	for _, want := range []struct{ name, value, unknown string }{
		{"apiVersion", APIVersion, "unknown version %q; this release knows " + APIVersion},
		{"kind", kind, "unknown kind %q; expected " + kind},
	} {
		key, value := entry(root, want.name)
		got := scalarOf(root, want.name)
		switch {
		case key == nil:
			r.Report(root, strict.CodeRequired, want.name, fmt.Sprintf("missing; write %s: %s", want.name, want.value))
		case got != "" && got != want.value:
			r.Report(value, strict.CodeUnknownValue, want.name, fmt.Sprintf(want.unknown, excerpt(got)))
			return false
		}
	}
	return true
}

// AsErrors returns the single mistakes of an error that Load or For returned, and nil if
// it is of another kind, such as a file that cannot be read.
func AsErrors(err error) Errors {
	all, _ := errors.AsType[Errors](err)
	return all
}
