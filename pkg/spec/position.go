package spec

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Position is the line and column, from 1, of the value of a path such as
// spec.web.replicas, spec.environments.prod.web.replicas, spec.django.hosts[0]
// or metadata.labels[example.com/team]; a map's keys may stand after a dot or in
// brackets. Where the file has no such value, it is the position of the nearest
// value around it.
func (d *Document) Position(path string) (line, column int) {
	mark := d.find(path).at.mark()
	return mark.Line, mark.Column
}

// Locate gives the field errors of one environment, as validation of what For
// returned found them, their positions in the file. An error is where the
// environment sets or removes the value, else where the spec does, else where the
// nearest value around it stands. Errors about values that Load has complained about
// already, or that miss what Load had to leave out, are dropped.
func (d *Document) Locate(environment string, errs field.ErrorList) Errors {
	var located Errors
	for _, err := range errs {
		found := d.locate(environment, err.Field)
		if d.known(found.path, err.Type) {
			continue
		}
		mark := found.at.mark()
		located = append(located, &Error{
			File: d.File, Line: mark.Line, Column: mark.Column, Path: found.path, Message: message(err),
		})
	}
	return JoinErrors(located)
}

// locate finds a path of a merged stack in the file.
func (d *Document) locate(environment, path string) finding {
	base := d.find(path)
	rest, inSpec := strings.CutPrefix(path, "spec.")
	if !inSpec || environment == "" || strings.HasPrefix(rest, "environments") {
		return base
	}
	prefix := "spec.environments" + segment(environment) + "."
	override := d.find(prefix + rest)
	removed := isNull(override.at.node)
	if override.rest == "" || removed || base.rest != "" && len(override.rest) < len(base.rest) {
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

// finding is how far a path could be followed.
type finding struct {
	at   place
	path string // the whole path, in the notation Load's errors have
	rest string // what of it the file does not have
}

// find follows a path through the file.
func (d *Document) find(path string) finding {
	f := finding{at: place{node: d.root}, rest: path}
	if path != "" && path[0] != '[' {
		f.rest = "." + path
	}
	for f.rest != "" {
		next, ok := step(f)
		if !ok {
			break
		}
		f = next
	}
	f.path = strings.TrimPrefix(f.path+f.rest, ".")
	return f
}

// step follows the path's next segment. A key may itself contain dots and
// brackets: the longest key that fits is taken.
func step(f finding) (finding, bool) {
	node := f.at.node
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	best, found := f, false
	switch node.Kind {
	case yaml.SequenceNode:
		for i, item := range node.Content {
			if rest, ok := cutSegment(f.rest, strconv.Itoa(i)); ok {
				return finding{at: place{node: item}, path: f.path + "[" + strconv.Itoa(i) + "]", rest: rest}, true
			}
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i]
			rest, ok := cutSegment(f.rest, key.Value)
			if ok && (!found || len(rest) < len(best.rest)) {
				at := place{key: key, node: node.Content[i+1]}
				best, found = finding{at: at, path: f.path + segment(key.Value), rest: rest}, true
			}
		}
	default: // nothing stands below a scalar
	}
	return best, found
}

// cutSegment cuts ".name" or "[name]" off the front of a path.
func cutSegment(path, name string) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(path, "["+name+"]"); ok {
		return rest, true
	}
	rest, ok = strings.CutPrefix(path, "."+name)
	return rest, ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

func lowerFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}
