package gotemplate

import (
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/djangostack/djangostack/internal/strict"
)

// Document is one YAML document that a template renders.
type Document struct {
	// Value is what it holds: mostly a map.
	Value any

	output    *Output
	positions *strict.Positions
}

// anything describes a YAML document.
var anything = sync.OnceValue(func() *strict.Type {
	t, err := strict.Of(reflect.TypeFor[any](), strict.Options{
		Hints: strict.Hints{
			Template: "{{ }} is still there; render it, or quote it",
			MergeKey: "write the entries out",
		},
	})
	if err != nil {
		panic("gotemplate: " + err.Error()) // a mistake in this package, found by its first test
	}
	return t
})

// Documents reads what was rendered as YAML. Empty documents are left out. What is wrong are all
// mistakes.
func (o *Output) Documents() (documents []*Document, wrong []*Error) {
	nodes, finding := anything().Parse([]byte(o.Text()))
	if finding != nil {
		return nil, []*Error{o.finding(*finding)}
	}
	for _, node := range nodes {
		reader := strict.NewReader(anything(), "")
		value, _ := reader.Read(node)
		found, _ := reader.Findings()
		for _, f := range found {
			wrong = append(wrong, o.finding(f))
		}
		documents = append(documents, &Document{value, o, strict.NewPositions(node)})
	}
	return documents, wrong
}

func (o *Output) finding(f strict.Finding) *Error {
	message := f.Message
	if f.Path != "" {
		message = f.Path + ": " + message
	}
	return o.errorAt(f.Line, message)
}

func (o *Output) errorAt(line int, message string) *Error {
	return &Error{Template: o.Template, Line: o.Source(line), Rendered: line, Message: message}
}

// Errorf is an error about the value at a path of the document, such as spec.replicas, or about
// the nearest value around it.
func (d *Document) Errorf(path, format string, args ...any) *Error {
	line, _ := d.positions.Find(path).Position()
	return d.output.errorAt(max(line, 1), fmt.Sprintf(format, args...))
}

// fromYAML reads a text as one document.
func fromYAML(text string) (any, error) {
	nodes, finding := anything().Parse([]byte(text))
	if finding == nil && len(nodes) > 1 {
		return nil, fmt.Errorf("the text has %d documents; give one", len(nodes))
	}
	if finding != nil {
		return nil, fmt.Errorf("line %d of the text: %s", finding.Line, finding.Message)
	}
	if len(nodes) == 0 {
		return nil, nil
	}
	reader := strict.NewReader(anything(), "")
	value, _ := reader.Read(nodes[0])
	if found, _ := reader.Findings(); len(found) > 0 {
		f := found[0]
		return nil, fmt.Errorf("line %d of the text: %s", f.Line, strings.TrimPrefix(f.Path+": "+f.Message, ": "))
	}
	return value, nil
}
