package spec

import (
	"fmt"
	"go/doc/comment"
	"slices"
	"strings"
)

// Explain describes the field at a path, as kubectl explain does: its type, its
// doc comment and the fields below it. The leading "spec." may be left out;
// where the spec has a map, any name will do: databases.default.storage. The
// empty path is the whole file.
func Explain(path string) (string, error) {
	comments, err := comments()
	if err != nil {
		return "", err
	}
	e, err := follow(path)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	if e.path != "" {
		fmt.Fprintf(&out, "FIELD: %s\n", e.path)
	}
	fmt.Fprintf(&out, "TYPE:  %s\n", e.shape.typeName())
	if enum := e.shape.item().enum; enum != nil {
		fmt.Fprintf(&out, "ENUM:  %s\n", strings.Join(enum, ", "))
	}
	about := comments.about(e.shape.item())
	if e.member != nil {
		about = strings.TrimSpace(comments.of(e.member) + "\n\n" + about)
	}
	out.WriteString("\nDESCRIPTION:\n" + indented(about))
	if fields := e.fields(); len(fields) > 0 {
		out.WriteString("\nFIELDS:\n")
		for _, m := range fields {
			fmt.Fprintf(&out, "  %s <%s>\n%s", m.name, m.shape.typeName(), indented(firstSentence(comments.of(m))))
		}
	}
	return out.String(), nil
}

// explained is where a path leads.
type explained struct {
	path   string
	shape  *shape
	member *member // nil at the top and for an entry of a map or list
}

// fields are what stands below, but for environments within environments.
func (e explained) fields() []*member {
	object := e.shape.item()
	inPatch := object.kind == kindPatch
	if inPatch {
		object = object.elem
	}
	var below []*member
	for i := range object.fields {
		if m := &object.fields[i]; !inPatch || !m.isEnvironments() {
			below = append(below, m)
		}
	}
	return below
}

// follow finds what a path leads to.
func follow(path string) (explained, error) {
	e := explained{shape: stackShape()}
	names := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	if len(names) > 0 {
		if _, top := e.shape.lookup(names[0]); !top {
			names = append([]string{"spec"}, names...)
		}
	}
	for _, name := range names {
		switch {
		case e.shape.kind == kindDict:
			e = explained{path: e.path + segment(name), shape: e.shape.elem}
			continue
		case e.shape.kind == kindList && isIndex(name):
			e = explained{path: e.path + "[" + name + "]", shape: e.shape.elem}
			continue
		}
		fields := e.fields()
		if len(fields) == 0 {
			return e, fmt.Errorf("%s: has no fields; it is %s", e.path, e.shape.describe())
		}
		i := slices.IndexFunc(fields, func(m *member) bool { return m.name == name })
		if i < 0 {
			return e, noSuchField(e.path, fields, name)
		}
		e = explained{path: strings.TrimPrefix(e.path+"."+name, "."), shape: fields[i].shape, member: fields[i]}
	}
	return e, nil
}

func noSuchField(path string, fields []*member, name string) error {
	full := strings.TrimPrefix(path+"."+name, ".")
	names := make([]string, len(fields))
	for i, m := range fields {
		names[i] = m.name
	}
	_, remedy := meant(full, name, names)
	return fmt.Errorf("%s: unknown field; %s", full, remedy)
}

func isIndex(name string) bool { return strings.Trim(name, "0123456789") == "" }

// item is what a map or list holds, or s itself.
func (s *shape) item() *shape {
	if s.kind == kindDict || s.kind == kindList {
		return s.elem.item()
	}
	return s
}

// typeName names a type in the words of JSON, not of Go.
func (s *shape) typeName() string {
	switch s.kind {
	case kindDict:
		return "map of " + s.elem.typeName()
	case kindList:
		if s.single {
			return s.elem.typeName() + " or list of " + s.elem.typeName()
		}
		return "list of " + s.elem.typeName()
	case kindObject, kindPatch:
		if alone := s.alone(); alone != nil {
			return s.typ.Name() + " or " + alone.typeName()
		}
		return s.typ.Name()
	case kindNumber:
		return "integer"
	case kindBool:
		return "boolean"
	case kindParsed:
		return strings.ToLower(s.typ.Name())
	default:
		return "string"
	}
}

// indented wraps a doc comment to the width of a terminal.
func indented(text string) string {
	var p comment.Parser
	printer := comment.Printer{TextPrefix: "      ", TextCodePrefix: "      ", TextWidth: 72}
	return string(printer.Text(p.Parse(text)))
}
