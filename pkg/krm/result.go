package krm

import (
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/pkg/spec"
)

type severity string

const (
	severityError   severity = "error"
	severityWarning severity = "warning"
	severityInfo    severity = "info"
)

// result is one entry of a ResourceList's results. Kpt shows and stores them;
// kustomize drops them.
type result struct {
	Message  string            `yaml:"message"`
	Severity severity          `yaml:"severity"` // always written: the specification and kyaml differ in the default
	Resource *reference        `yaml:"resourceRef,omitempty"`
	Field    *fieldPath        `yaml:"field,omitempty"`
	File     *file             `yaml:"file,omitempty"`
	Tags     map[string]string `yaml:"tags,omitempty"`

	text string // the same for people
}

type reference struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"`
	Name       string `yaml:"name"`
	Namespace  string `yaml:"namespace,omitempty"`
}

type fieldPath struct {
	Path string `yaml:"path"`
}

type file struct {
	Path  string `yaml:"path"`
	Index int    `yaml:"index"`
}

type results []result

func (r results) failed() bool { return r.errors() > 0 }

func (r results) errors() int {
	n := 0
	for _, one := range r {
		if one.Severity == severityError {
			n++
		}
	}
	return n
}

// origin is where an object of the list came from, for messages.
type origin struct {
	node  *yaml.Node
	exact bool // its lines are those of what the user wrote
}

// name is the file, else the kind and name, else the input.
func (o origin) name() string {
	switch path := o.path(); {
	case path != "":
		return path
	case o.exact || text(o.node, "metadata", "name") == "":
		return input
	default:
		return text(o.node, "kind") + " " + text(o.node, "metadata", "name")
	}
}

// path is the file a host read the object from.
func (o origin) path() string {
	if path := annotation(o.node, pathAnnotation); path != "" {
		return path
	}
	return annotation(o.node, legacyPath)
}

// result is a finding about the object. Its position is kept only where the
// lines are the user's: kustomize sorts keys, and both hosts drop empty lines.
func (o origin) result(s severity, e spec.Error) result {
	e.File = o.name()
	if !o.exact {
		e.Line, e.Column = 0, 0
	}
	e.Message = printable.Line(secrets.Redact(e.Description()))
	e.Environments = nil
	e.Path = secrets.Redact(e.Path)
	r := result{Message: e.Message, Severity: s}
	if ref := referenceTo(o.node); ref.Name != "" {
		r.Resource = &ref
	}
	if e.Path != "" {
		r.Field = &fieldPath{Path: e.Path}
	}
	if path := o.path(); path != "" {
		index, _ := strconv.Atoi(annotation(o.node, indexAnnotation))
		r.File = &file{Path: path, Index: index}
	}
	if e.Line > 0 {
		r.Tags = map[string]string{"line": strconv.Itoa(e.Line), "column": strconv.Itoa(e.Column)}
	}
	if s != severityError {
		e.Message = string(s) + ": " + e.Message
	}
	r.text = e.Error()
	return r
}

func (o origin) error(at *yaml.Node, path, format string, args ...any) result {
	e := spec.Error{Path: path, Message: fmt.Sprintf(format, args...)}
	if at != nil {
		e.Line, e.Column = at.Line, at.Column
	}
	return o.result(severityError, e)
}

// results are findings of package spec.
func (o origin) results(s severity, errs spec.Errors) results {
	var all results
	for _, e := range errs {
		all = append(all, o.result(s, *e))
	}
	return all
}

func referenceTo(n *yaml.Node) reference {
	return reference{
		APIVersion: text(n, "apiVersion"),
		Kind:       text(n, "kind"),
		Name:       text(n, "metadata", "name"),
		Namespace:  text(n, "metadata", "namespace"),
	}
}
