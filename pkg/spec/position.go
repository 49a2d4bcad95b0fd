package spec

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/strict"
)

// Position returns the line and column, from 1, of the value of a path such as
// spec.web.replicas, spec.environments.prod.web.replicas, spec.django.hosts[0] or
// metadata.labels[example.com/team]; a map's keys may stand after a dot or in brackets.
// If the file has no such value, it is the position of the nearest value around it.
func (d *Document) Position(path string) (line, column int) {
	return d.find(path).Position()
}

// Locate returns the field errors of one environment, as validation of what For returned
// found them, with their positions in the file. An error is where the environment sets or
// removes the value, else where the spec does, else where the nearest value around it
// stands. Errors about values that Load has complained about already, or that miss what
// Load had to leave out, are dropped.
func (d *Document) Locate(environment string, errs field.ErrorList) Errors {
	var located Errors
	for _, err := range errs {
		found := d.locate(environment, err.Field)
		if d.known(found.Path, err.Type) {
			continue
		}
		line, column := found.Position()
		located = append(located, &Error{
			File: d.File, Line: line, Column: column, Path: shownPath(found.Path), Code: codeOf(err),
			Message: message(err),
		})
	}
	return inOrder(located)
}

// WithoutPositions returns the document without the positions, which are most of what it
// keeps in memory: what was found has its place, and what is found later has none.
func (d *Document) WithoutPositions() *Document {
	return &Document{Stack: d.Stack, File: d.File, loader: d.loader}
}

// find follows a path through the file.
func (d *Document) find(path string) strict.Found { return d.positions.Find(path) }

// locate finds a path of a merged stack in the file.
func (d *Document) locate(environment, path string) strict.Found {
	base := d.find(path)
	rest, inSpec := strings.CutPrefix(path, "spec.")
	if !inSpec || environment == "" || strings.HasPrefix(rest, "environments") {
		return base
	}
	prefix := "spec.environments" + segment(environment) + "."
	override := d.find(prefix + rest)
	if override.Rest == "" || override.IsNull() || base.Rest != "" && len(override.Rest) < len(base.Rest) {
		return override
	}
	return base
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
