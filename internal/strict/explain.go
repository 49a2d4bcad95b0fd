package strict

import (
	"fmt"
	"go/doc/comment"
	"slices"
	"strings"
)

// Explain describes the field at a path, as kubectl explain does: its type, its doc comment
// and the fields below it. The path of what patches are of may be left out; where there is a
// map, any name will do. The empty path is the whole file.
func (t *Type) Explain(path string) (string, error) {
	comments, err := t.root.comments()
	if err != nil {
		return "", err
	}
	e, err := t.root.follow(path)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	if e.path != "" {
		fmt.Fprintf(&out, "FIELD: %s\n", e.path)
	}
	fmt.Fprintf(&out, "TYPE:  %s\n", e.of.name())
	if enum := e.of.item().Enum; enum != nil {
		fmt.Fprintf(&out, "ENUM:  %s\n", strings.Join(enum, ", "))
	}
	about := comments.about(e.of.item())
	if e.field != nil && e.field.index != nil {
		about = strings.TrimSpace(comments.of(e.field) + "\n\n" + about)
	}
	out.WriteString("\nDESCRIPTION:\n" + indented(about))
	if fields := e.fields(); len(fields) > 0 {
		out.WriteString("\nFIELDS:\n")
		for _, f := range fields {
			fmt.Fprintf(&out, "  %s <%s>\n%s", f.Name, f.Type.name(), indented(firstSentence(comments.of(f))))
		}
	}
	return out.String(), nil
}

// FieldAt returns the field that a path leads to, as [Type.Explain] follows it: nil where it leads
// to the entry of a map or list.
func (t *Type) FieldAt(path string) (*Field, error) {
	e, err := t.root.follow(path)
	return e.field, err
}

// explained is where a path leads.
type explained struct {
	path  string
	of    *Type
	field *Field // nil at the top and for an entry of a map or list
}

// fields are what stands below, but for patches within patches.
func (e explained) fields() []*Field {
	object := e.of.item()
	inPatch := object.Kind == Patch
	if inPatch {
		object = object.Elem
	}
	var below []*Field
	for i := range object.Fields {
		if f := &object.Fields[i]; !inPatch || f.InPatches() {
			below = append(below, f)
		}
	}
	return below
}

// follow finds what a path leads to.
func (r *root) follow(path string) (explained, error) {
	e := explained{of: r.whole}
	names := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	if len(names) > 0 && r.base != "" {
		if _, top := e.of.Field(names[0]); !top {
			names = append(strings.Split(r.base, "."), names...)
		}
	}
	for _, name := range names {
		switch {
		case e.of.Kind == Map:
			e = explained{path: e.path + Segment(name), of: e.of.Elem}
			continue
		case e.of.Kind == List && isIndex(name):
			e = explained{path: e.path + "[" + name + "]", of: e.of.Elem}
			continue
		}
		fields := e.fields()
		if len(fields) == 0 && e.of.Kind != Sections {
			return e, fmt.Errorf("%s: has no fields; it is %s", e.path, e.of.Describe())
		}
		i := slices.IndexFunc(fields, func(f *Field) bool { return f.Name == name })
		if i < 0 {
			return e, r.noSuchField(e, fields, name)
		}
		e = explained{path: strings.TrimPrefix(e.path+"."+name, "."), of: fields[i].Type, field: fields[i]}
	}
	return e, nil
}

func (r *root) noSuchField(in explained, fields []*Field, name string) error {
	full := strings.TrimPrefix(in.path+"."+name, ".")
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	remedy := r.Sections.None
	if in.of.Kind != Sections || len(fields) > 0 {
		_, remedy = r.meant(full, name, names)
	}
	return fmt.Errorf("%s: unknown field; %s", full, remedy)
}

func isIndex(name string) bool { return strings.Trim(name, "0123456789") == "" }

// item is what a map or list holds, or t itself.
func (t *Type) item() *Type {
	if t.Kind == Map || t.Kind == List {
		return t.Elem.item()
	}
	return t
}

// name names a type in the words of JSON, not of Go.
func (t *Type) name() string {
	switch t.Kind {
	case Map:
		return "map of " + t.Elem.name()
	case List:
		if t.one {
			return t.Elem.name() + " or list of " + t.Elem.name()
		}
		return "list of " + t.Elem.name()
	case Struct, Patch:
		if short := t.scalar(); short != nil {
			return t.Go.Name() + " or " + short.name()
		}
		return t.Go.Name()
	case Sections:
		return "map"
	case Integer:
		return "integer"
	case Boolean:
		return "boolean"
	case Any:
		return "any value"
	case Whole:
		return "map or list"
	case Custom:
		return strings.ToLower(t.Go.Name())
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
