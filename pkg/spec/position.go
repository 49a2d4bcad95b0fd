package spec

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/strict"
)

// Position returns the line and column, from 1, of the value of a path in the stack's own
// file, such as spec.web.replicas, spec.environments.prod.web.replicas, spec.django.hosts[0]
// or metadata.labels[example.com/team]; a map's keys may stand after a dot or in brackets.
// If the file has no such value, it is the position of the nearest value around it.
func (d *Document) Position(path string) (line, column int) {
	return d.find(path).Position()
}

// Locate returns the field errors of one environment, as validation of what For returned
// found them, with their positions in the files. An error is where the environment sets or
// removes the value, else where the spec does, else where the files that the stack extends
// do, else where the nearest value around it stands. Errors about values that Load has
// complained about already, or that miss what Load had to leave out, are dropped.
func (d *Document) Locate(environment string, errs field.ErrorList) Errors {
	var located Errors
	said := map[string]bool{} // so that a value that several elements have is complained about once
	for _, err := range errs {
		found := d.locate(environment, err.Field)
		if d.known(found.Path, err.Type) {
			continue
		}
		if found.element && said[found.Path] {
			continue
		}
		said[found.Path] = true
		line, column := found.Position()
		located = append(located, &Error{
			File: found.file, Line: line, Column: column, Path: shownPath(found.Path), Code: codeOf(err),
			Message: message(err),
		})
	}
	return inOrder(located)
}

// Place returns what is wrong in environments, by their names, as [Document.Resolve] returns what its
// rules find: with positions, and what several environments have once. It is for findings about
// what is made of a stack that has been resolved.
func (d *Document) Place(found map[string]field.ErrorList) Errors {
	return d.place(SeverityError, found)
}

// PlaceWarnings is [Document.Place] for what is allowed but seldom meant.
func (d *Document) PlaceWarnings(found map[string]field.ErrorList) Errors {
	return d.place(SeverityWarning, found)
}

func (d *Document) place(severity Severity, found map[string]field.ErrorList) Errors {
	if d == nil || d.Stack == nil {
		return nil
	}
	placed, names := d.newFindings(severity), d.Stack.EnvironmentNames()
	for _, name := range names {
		placed.add(name, d.Locate(name, found[name]), 0)
	}
	return placed.merged(names)
}

// WithoutPositions returns the document without the positions, which are most of what it
// keeps in memory: what was found has its place, and what is found later has none.
func (d *Document) WithoutPositions() *Document {
	return &Document{Stack: d.Stack, File: d.File, loader: d.loader}
}

// find follows a path through the file.
func (d *Document) find(path string) strict.Found { return d.positions.Find(path) }

// standing is a place in one of the stack's files.
type standing struct {
	strict.Found
	file string
	// element says that the value is beneath elements, which all have it.
	element bool
}

// locate finds a path of a merged stack in its files: in the highest that sets or removes the
// value, in its environment before its spec; else where the nearest value around it stands.
// What an element of a collection does not have itself stands beneath all of them.
func (d *Document) locate(environment, path string) standing {
	own := d.locateOwn(environment, path)
	if beneath := beneathElement(path); beneath != "" && own.Rest != "" && !own.IsNull() {
		if found := d.locateOwn(environment, beneath); found.Rest == "" || found.IsNull() {
			found.element = true
			return found
		}
	}
	return own
}

func (d *Document) locateOwn(environment, path string) standing {
	best := standing{Found: d.find(path), file: d.File}
	rest, inSpec := strings.CutPrefix(path, "spec.")
	if !inSpec {
		return best
	}
	for i, l := range d.files() {
		if environment != "" && !strings.HasPrefix(rest, "environments") {
			override := l.positions.Find("spec.environments" + segment(environment) + "." + rest)
			if override.Rest == "" || override.IsNull() {
				return standing{Found: override, file: l.file}
			}
			best = best.orNearer(override, l.file)
		}
		base := l.positions.Find(path)
		if base.Rest == "" || i > 0 && base.IsNull() {
			return standing{Found: base, file: l.file}
		}
		best = best.orNearer(base, l.file)
	}
	return best
}

// orNearer is another place where that is nearer to what is looked for.
func (l standing) orNearer(other strict.Found, file string) standing {
	if l.Rest != "" && len(other.Rest) < len(l.Rest) {
		return standing{Found: other, file: file}
	}
	return l
}

// files are the layers of the stack, the highest first.
func (d *Document) files() []*layer {
	if d.layers == nil {
		return []*layer{{file: d.File, positions: d.positions}}
	}
	all := slices.Clone(d.layers.list)
	slices.Reverse(all)
	return all
}

// known reports whether an error would only repeat what Load said: it is about
// a value that was refused, or within one, or it misses something of which a
// part was refused.
func (d *Document) known(path string, kind field.ErrorType) bool {
	for refused := range d.refused {
		if within(path, refused) || kind == field.ErrorTypeRequired && within(refused, path) {
			return true
		}
	}
	return false
}

// within reports whether path is outer or below it.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

func lowerFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}
