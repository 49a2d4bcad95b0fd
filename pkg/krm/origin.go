package krm

import (
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/pkg/spec"
)

// origin is where an object of the list came from, for messages.
type origin struct {
	node  *yaml.Node
	exact bool // its lines are those of what the user wrote
}

func (l *resourceList) origin(n *yaml.Node) origin { return origin{node: n, exact: !l.rewritten} }

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

// error is what is wrong with the object, at a node of it where that is known.
func (o origin) error(at *yaml.Node, path, format string, args ...any) result {
	e := spec.Error{Path: path, Code: spec.CodeInvalid, Message: fmt.Sprintf(format, args...)}
	if at != nil {
		e.Line, e.Column = at.Line, at.Column
	}
	return o.result(severityError, e)
}

func (o origin) warning(format string, args ...any) result {
	return o.result(severityWarning, spec.Error{
		Code: spec.CodeUnusual, Severity: spec.SeverityWarning, Message: fmt.Sprintf(format, args...),
	})
}

func (o origin) info(format string, args ...any) result {
	return o.result(severityInfo, spec.Error{
		Code: spec.CodeNoEffect, Severity: spec.SeverityWarning, Message: fmt.Sprintf(format, args...),
	})
}

// results are findings of package spec.
func (o origin) results(s severity, errs spec.Errors) results {
	var all results
	for _, e := range errs {
		all = append(all, o.result(s, *e))
	}
	return all
}
