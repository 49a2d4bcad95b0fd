package strict

import (
	"iter"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// Positions are where the values of a file stand; nil is a value without a file.
type Positions struct {
	top  *yaml.Node
	keys func() map[*yaml.Node]map[string]int // where those of each mapping stand in it
}

// NewPositions returns those below a node, which must not be changed afterwards.
func NewPositions(top *yaml.Node) *Positions {
	return &Positions{top, sync.OnceValue(func() map[*yaml.Node]map[string]int { return indexKeys(top) })}
}

// Found is how far a path could be followed.
type Found struct {
	// Path is the whole path, in the notation that findings have.
	Path string
	// Rest is what of the path the file does not have.
	Rest string

	at place
}

// Position is the line and column, from 1, of what was found; 0 where there is no file.
func (f Found) Position() (line, column int) {
	mark := f.at.mark()
	return mark.Line, mark.Column
}

// Node is what was found: the value, or the nearest value around it.
func (f Found) Node() *yaml.Node { return f.at.node }

// IsScalar reports whether a single value was found.
func (f Found) IsScalar() bool { return f.at.node.Kind == yaml.ScalarNode }

// IsNull reports whether null was found.
func (f Found) IsNull() bool { return isNull(f.at.node) }

// Find follows a path such as spec.web.replicas, spec.django.hosts[0] or
// metadata.labels[example.com/team] through the file; a map's keys may stand after a dot or
// in brackets.
func (p *Positions) Find(path string) Found {
	f := Found{at: place{node: &yaml.Node{}}, Rest: path}
	if p != nil {
		f.at.node = p.top
	}
	if path != "" && path[0] != '[' {
		f.Rest = "." + path
	}
	for f.Rest != "" {
		next, ok := p.step(f)
		if !ok {
			break
		}
		f = next
	}
	f.Path = strings.TrimPrefix(f.Path+f.Rest, ".")
	return f
}

// step follows the path's next segment. A key may itself contain dots and
// brackets: the longest key that fits is taken.
func (p *Positions) step(f Found) (Found, bool) {
	node := f.at.node
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	next, found := f, false
	for name, rest := range heads(f.Rest) {
		switch node.Kind {
		case yaml.SequenceNode:
			if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(node.Content) {
				at := place{node: node.Content[i]}
				next, found = Found{at: at, Path: f.Path + "[" + strconv.Itoa(i) + "]", Rest: rest}, true
			}
		case yaml.MappingNode:
			if i, ok := p.keys()[node][name]; ok {
				at := place{key: node.Content[i], node: node.Content[i+1]}
				next, found = Found{at: at, Path: f.Path + Segment(name), Rest: rest}, true
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
