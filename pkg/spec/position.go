package spec

import (
	"cmp"
	"iter"
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
			File: d.File, Line: mark.Line, Column: mark.Column, Path: shownPath(found.path), Message: message(err),
		})
	}
	return inOrder(located)
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
	f := finding{at: place{node: cmp.Or(d.root, &yaml.Node{})}, rest: path} // a stack built in Go has no file
	if path != "" && path[0] != '[' {
		f.rest = "." + path
	}
	for f.rest != "" {
		next, ok := d.step(f)
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
func (d *Document) step(f finding) (finding, bool) {
	node := f.at.node
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	next, found := f, false
	for name, rest := range heads(f.rest) {
		switch node.Kind {
		case yaml.SequenceNode:
			if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(node.Content) {
				at := place{node: node.Content[i]}
				next, found = finding{at: at, path: f.path + "[" + strconv.Itoa(i) + "]", rest: rest}, true
			}
		case yaml.MappingNode:
			if i, ok := d.keys()[node][name]; ok {
				at := place{key: node.Content[i], node: node.Content[i+1]}
				next, found = finding{at: at, path: f.path + segment(name), rest: rest}, true
			}
		default: // nothing stands below a scalar
		}
	}
	return next, found
}

// heads are the names that a path may begin with, the shortest first, and what is left
// of it behind each: .name up to a dot or bracket, [name] up to a bracket.
func heads(path string) iter.Seq2[string, string] {
	return func(yield func(name, rest string) bool) {
		bracket := path[0] == '['
		for i := 1; i <= len(path); i++ {
			switch {
			case bracket && (i == len(path) || path[i] != ']'):
			case bracket:
				if !yield(path[1:i], path[i+1:]) {
					return
				}
			case i == len(path) || path[i] == '.' || path[i] == '[':
				if !yield(path[1:i], path[i:]) {
					return
				}
			}
		}
	}
}

// indexKeys finds the keys of all mappings: the first of each name.
func indexKeys(root *yaml.Node) map[*yaml.Node]map[string]int {
	all := map[*yaml.Node]map[string]int{}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.MappingNode {
			keys := make(map[string]int, len(n.Content)/2)
			for i := len(n.Content) - len(n.Content)%2 - 2; i >= 0; i -= 2 {
				keys[n.Content[i].Value] = i
			}
			all[n] = keys
		}
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(root)
	return all
}

func lowerFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}
