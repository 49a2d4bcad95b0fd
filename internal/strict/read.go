package strict

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/printable"
)

const (
	// MaxFindings ends the reading of a file that is wrong throughout.
	MaxFindings = 100
	// MaxKey is the length of the longest key.
	MaxKey = 512
	// MaxAliased bounds the nodes that aliases add to a file, so that a few
	// lines of aliases of aliases cannot grow without end.
	MaxAliased = 10_000
)

// Reader checks the nodes of a file against a type. It collects what is wrong and gives
// back what is right as a tree of the types that encoding/json knows. What is wrong is
// left out of the tree, or kept where its Go type can hold it, so that rules about the
// rest still make sense.
type Reader struct {
	*root
	of      *Type
	found   []Finding
	refused map[string]bool
	path    []string            // segments of where the walk stands, with their dots and brackets
	patch   bool                // in a patch, which cannot hold others
	removes bool                // in a patch or layer, where null removes whatever there is
	laid    bool                // before a map whose entries are such layers
	open    map[*yaml.Node]bool // aliases the walk stands in
	aliased int                 // nodes walked within aliases
	list    []*yaml.Node        // whose items the walk stands in
	stopped bool
}

// NewReader returns a reader of values of a type that stand at a path, "" for whole files.
func NewReader(t *Type, path string) *Reader {
	r := &Reader{root: t.root, of: t, refused: map[string]bool{}, open: map[*yaml.Node]bool{}}
	if path != "" {
		r.path = []string{"." + path}
	}
	return r
}

// Read checks one value. It returns the value and whether the file gave one that fits.
func (r *Reader) Read(n *yaml.Node) (tree any, ok bool) { return r.value(place{node: n}, r.of) }

// Findings are all mistakes, and whether all of the file was read.
func (r *Reader) Findings() (found []Finding, whole bool) {
	return r.found, len(r.found) < MaxFindings
}

// Refused are the paths of what is wrong.
func (r *Reader) Refused() map[string]bool { return r.refused }

// place is a value in the file: its node and, within a mapping, its key.
type place struct{ key, node *yaml.Node }

// mark is the node to point at: the value; for a block that begins on a line of
// its own, its key.
func (p place) mark() *yaml.Node {
	if p.key != nil && (p.node.Kind == yaml.MappingNode || p.node.Kind == yaml.SequenceNode) &&
		p.node.Style&yaml.FlowStyle == 0 {
		return p.key
	}
	return p.node
}

// prefix is the key of the value as a remedy repeats it.
func (p place) prefix() string {
	if p.key == nil {
		return ""
	}
	return p.key.Value + ": "
}

func (r *Reader) where() string { return strings.TrimPrefix(strings.Join(r.path, ""), ".") }

// add records that the value the walk stands at is wrong.
// A secret that stands in the wrong place, or is of the wrong type, is not repeated.
func (r *Reader) add(p place, code Code, message string) {
	path := r.where()
	if p.node.Kind == yaml.ScalarNode {
		about := Value{Path: path, Text: p.node.Value}
		if about.Index = slices.Index(r.list, p.node); about.Index >= 0 {
			for _, item := range r.list {
				about.List = append(about.List, item.Value)
			}
		}
		message = r.message(message, about)
	}
	r.Report(p.mark(), code, path, message)
}

// Report records a mistake. One value is complained about once.
func (r *Reader) Report(at *yaml.Node, code Code, path, message string) {
	shown := r.redact(path)
	for _, f := range r.found {
		if f.Line == at.Line && f.Column == at.Column && f.Path == shown {
			return
		}
	}
	r.refused[path] = true
	message = printable.Line(r.redact(r.message(message, Value{Path: path})))
	r.found = append(r.found, Finding{at.Line, at.Column, code, shown, message})
	r.stopped = r.stopped || len(r.found) == MaxFindings
}

// value checks one value. It returns the value and whether the file gave one
// that fits.
func (r *Reader) value(p place, t *Type) (any, bool) {
	if len(r.open) > 0 {
		if r.aliased++; r.aliased > MaxAliased && !r.stopped {
			r.stopped = true
			r.add(p, CodeTooLarge, fmt.Sprintf("aliases add more than %d values; write them out", MaxAliased))
		}
	}
	switch {
	case r.stopped:
		return nil, false
	case p.node.Kind == yaml.AliasNode:
		return r.alias(p, t)
	case !r.knownTag(p):
		return nil, false
	case isNull(p.node):
		return r.null(p, t)
	}
	if short := t.scalar(); short != nil && p.node.Kind == yaml.ScalarNode {
		return r.scalar(p, short)
	}
	if !t.writtenAs(p.node.Kind) {
		r.mismatch(p, t)
		return nil, false
	}
	switch t.Kind {
	case Struct, Sections:
		return r.layer(p.node, t)
	case Map:
		return r.entries(p.node, t)
	case List:
		return r.items(p.node, t)
	case Patch:
		removes := r.removes
		r.patch, r.removes = true, true
		defer func() { r.patch, r.removes = false, removes }()
		return r.object(p.node, t.Elem)
	default:
		return r.scalar(p, t)
	}
}

// layer checks a mapping with fixed keys, which may be a layer over others.
func (r *Reader) layer(n *yaml.Node, t *Type) (any, bool) {
	if r.isLayer(n, t) {
		r.removes = true
		defer func() { r.removes = false }()
	}
	return r.object(n, t)
}

// isLayer reports whether a value is a layer over others, by its type and its fields.
func (r *Reader) isLayer(n *yaml.Node, t *Type) bool {
	if t != r.patched() || r.patch {
		return false
	}
	for i := 0; i < len(n.Content); i += 2 {
		if r.LayerField != "" && n.Content[i].Value == r.LayerField {
			return true
		}
	}
	return r.Layer
}

// writtenAs reports whether a value of the type may be such a node in YAML.
func (t *Type) writtenAs(kind yaml.Kind) bool {
	switch t.Kind {
	case Struct, Map, Patch, Sections:
		return kind == yaml.MappingNode
	case List:
		return kind == yaml.SequenceNode
	case Any:
		return true
	case Whole:
		return kind == yaml.MappingNode || kind == yaml.SequenceNode
	default:
		return kind == yaml.ScalarNode
	}
}

func (r *Reader) alias(p place, t *Type) (any, bool) {
	target := p.node.Alias
	if r.open[target] {
		r.add(p, CodeInvalid, "an alias that contains itself; write the value out")
		return nil, false
	}
	r.open[target] = true
	defer delete(r.open, target)
	return r.value(place{key: p.key, node: target}, t)
}

// saysNull reports whether a value is null in so many words. An unfinished line is
// null to YAML, and hardly meant so.
func saysNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && isNull(n) && n.Value != "" }

// null is right in a patch or layer, where it removes a value. Elsewhere it is so for
// fields with a default that it removes, which have been looked at.
func (r *Reader) null(p place, t *Type) (any, bool) {
	if t.Kind == Any || r.removes && (r.patch || saysNull(p.node)) {
		return nil, true
	}
	switch t.Kind {
	case Struct, Map, Patch, Sections:
		r.add(p, CodeRequired, "is empty; write "+t.least()+", or remove the line")
	case List:
		r.add(p, CodeRequired, "is empty; write "+t.Describe()+", or remove the line")
	default:
		r.add(p, CodeRequired, "is empty; write a value, or remove the line")
	}
	return nil, false
}

// least is the least that may stand for a struct or a map.
func (t *Type) least() string {
	if required := t.required(); required != "" {
		return "a map with " + required
	}
	return "{} for the defaults"
}
