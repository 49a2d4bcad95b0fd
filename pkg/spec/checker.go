package spec

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/secrets"
)

const (
	// maxErrors ends the reading of a file that is wrong throughout, and any list of
	// findings.
	maxErrors = 100
	// maxAliased bounds the nodes that aliases add to a file, so that a few
	// lines of aliases of aliases cannot grow without end.
	maxAliased = 10_000
	// maxKey is the length of the longest name.
	maxKey = 512
)

// checker walks a file's nodes along the shape they must have. It collects
// what is wrong and gives back what is right as a tree of the types that
// encoding/json knows. What is wrong is left out of the tree, or kept where
// its Go type can hold it, so that rules about the rest still make sense.
type checker struct {
	file    string
	errs    Errors
	refused map[string]bool
	path    []string            // segments of where the walk stands, with their dots and brackets
	patch   bool                // in an environment, where null removes whatever the spec has
	open    map[*yaml.Node]bool // aliases the walk stands in
	aliased int                 // nodes walked within aliases
	words   []*yaml.Node        // of the list of texts the walk stands in
	stopped bool
}

func newChecker(file string) *checker {
	return &checker{file: file, refused: map[string]bool{}, open: map[*yaml.Node]bool{}}
}

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

func (c *checker) where() string { return strings.TrimPrefix(strings.Join(c.path, ""), ".") }

// add records that the value the walk stands at is wrong.
// A secret that stands in the wrong place, or is of the wrong type, is not repeated.
func (c *checker) add(p place, message string) {
	path := c.where()
	if p.node.Kind == yaml.ScalarNode {
		message = withheld(message, path, p.node.Value)
		if c.isSecretWord(p.node) {
			message = hide(message, p.node.Value)
		}
	}
	c.report(p.mark(), path, message)
}

// isSecretWord reports a word of a command line that is a secret by the words before it:
// --password hunter2.
func (c *checker) isSecretWord(n *yaml.Node) bool {
	i := slices.Index(c.words, n)
	if i < 0 {
		return false
	}
	words := make([]string, len(c.words))
	for j, word := range c.words {
		words[j] = word.Value
	}
	kinds := secrets.InWords(words)
	return kinds != nil && kinds[i] != ""
}

// report records an error. One value is complained about once.
func (c *checker) report(at *yaml.Node, path, message string) {
	shown := shownPath(path)
	for _, e := range c.errs {
		if e.Line == at.Line && e.Column == at.Column && e.Path == shown {
			return
		}
	}
	c.refused[path] = true
	message = clean(withheldKeys(message, path))
	c.errs = append(c.errs, &Error{File: c.file, Line: at.Line, Column: at.Column, Path: shown, Message: message})
	c.stopped = c.stopped || len(c.errs) == maxErrors
}

// found is everything reported, in the order of the file, or nil.
func (c *checker) found() error {
	if len(c.errs) == 0 {
		return nil
	}
	if len(c.errs) == maxErrors {
		return JoinErrors(c.errs, Errors{{more: rest}})
	}
	return JoinErrors(c.errs)
}

// value checks one value. It returns the value and whether the file gave one
// that fits.
func (c *checker) value(p place, s *shape) (any, bool) {
	if len(c.open) > 0 {
		if c.aliased++; c.aliased > maxAliased && !c.stopped {
			c.stopped = true
			c.add(p, fmt.Sprintf("aliases add more than %d values; write them out", maxAliased))
		}
	}
	switch {
	case c.stopped:
		return nil, false
	case p.node.Kind == yaml.AliasNode:
		return c.alias(p, s)
	case !c.knownTag(p):
		return nil, false
	case isNull(p.node):
		return c.null(p, s)
	}
	if alone := s.alone(); alone != nil && p.node.Kind == yaml.ScalarNode {
		return c.scalar(p, alone)
	}
	if p.node.Kind != s.nodeKind() {
		c.mismatch(p, s)
		return nil, false
	}
	switch s.kind {
	case kindObject:
		return c.object(p.node, s)
	case kindDict:
		return c.dict(p.node, s)
	case kindList:
		return c.list(p.node, s)
	case kindPatch:
		c.patch = true
		defer func() { c.patch = false }()
		return c.object(p.node, s.elem)
	default:
		return c.scalar(p, s)
	}
}

// nodeKind is what YAML writes a value of the shape as.
func (s *shape) nodeKind() yaml.Kind {
	switch s.kind {
	case kindObject, kindDict, kindPatch:
		return yaml.MappingNode
	case kindList:
		return yaml.SequenceNode
	default:
		return yaml.ScalarNode
	}
}

func (c *checker) alias(p place, s *shape) (any, bool) {
	target := p.node.Alias
	if c.open[target] {
		c.add(p, "an alias that contains itself; write the value out")
		return nil, false
	}
	c.open[target] = true
	defer delete(c.open, target)
	return c.value(place{key: p.key, node: target}, s)
}

// saysNull reports whether a value is null in so many words. An unfinished line is
// null to YAML, and hardly meant so.
func saysNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && isNull(n) && n.Value != "" }

// null is right in an environment, where it removes a value. Elsewhere it is so for
// fields with a default that it removes, which have been looked at.
func (c *checker) null(p place, s *shape) (any, bool) {
	if c.patch {
		return nil, true
	}
	switch s.kind {
	case kindObject, kindDict, kindPatch:
		c.add(p, "is empty; write "+leastOf(s)+", or remove the line")
	case kindList:
		c.add(p, "is empty; write "+s.describe()+", or remove the line")
	default:
		c.add(p, "is empty; write a value, or remove the line")
	}
	return nil, false
}
