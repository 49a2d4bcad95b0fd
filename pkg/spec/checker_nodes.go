package spec

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// object checks a mapping with fixed fields.
func (c *checker) object(n *yaml.Node, s *shape) (any, bool) {
	tree := make(map[string]any, len(n.Content)/2)
	c.entries(n, func(p place, name string) {
		m, known := s.lookup(name)
		switch {
		case !known:
			c.unknown(p, s, name)
			return
		case c.patch && m.isEnvironments():
			c.report(p.key, c.where(), "an environment cannot hold environments; move it up to spec.environments")
			return
		case m.shape.kind != kindDict && isTemplate(p.node):
			c.add(p, template)
			return
		case m.optional() && saysNull(p.node):
			tree[name] = nil
			return
		}
		if v, ok := c.value(p, m.shape); ok {
			tree[name] = v
		}
	})
	return tree, true
}

// dict checks a mapping with free names.
func (c *checker) dict(n *yaml.Node, s *shape) (any, bool) {
	tree := make(map[string]any, len(n.Content)/2)
	c.entries(n, func(p place, name string) {
		if v, ok := c.value(p, s.elem); ok {
			tree[name] = v
		}
	})
	return tree, true
}

// entries calls visit for each key of a mapping that is a name and stands there
// for the first time.
func (c *checker) entries(n *yaml.Node, visit func(p place, name string)) {
	seen := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content) && !c.stopped; i += 2 {
		p := place{key: n.Content[i], node: n.Content[i+1]}
		name, ok := c.name(p.key)
		if !ok {
			continue
		}
		c.path = append(c.path, segment(name))
		if first, again := seen[name]; again {
			c.report(p.key, c.where(), fmt.Sprintf("duplicate key; it stands in line %d already", first))
		} else {
			seen[name] = p.key.Line
			visit(p, name)
		}
		c.path = c.path[:len(c.path)-1]
	}
}

// name is the text of a mapping's key.
func (c *checker) name(key *yaml.Node) (string, bool) {
	if key.Kind == yaml.AliasNode {
		key = key.Alias
	}
	tag := key.ShortTag()
	switch {
	case tag == "!!merge":
		c.report(key, c.where(), `merge keys ("<<") are not read; alias the whole value, `+
			"or put what environments share under spec")
	case key.Kind != yaml.ScalarNode || tag == "!!null":
		c.report(key, c.where(), "a key must be a name, not "+describe(key))
	case tag == "!!int", tag == "!!float", tag == "!!bool", isOldBool(key):
		message := fmt.Sprintf("the key %s is %s; quote it: %q", key.Value, describe(key), key.Value)
		c.report(key, c.where(), withheld(message, c.where(), key.Value))
	case len(key.Value) > maxKey:
		c.report(key, c.where(), fmt.Sprintf("a key is longer than %d bytes; shorten it", maxKey))
	case key.Value == "":
		c.report(key, c.where(), "a key is empty; give it a name")
	default:
		if r, found := controlIn(key.Value); found {
			c.report(key, c.where(), fmt.Sprintf("a key holds the control character %U; remove it", r))
			return "", false
		}
		return key.Value, true
	}
	return "", false
}

// list checks a sequence. An item that does not fit leaves an empty one behind,
// so that the others keep their numbers.
func (c *checker) list(n *yaml.Node, s *shape) (any, bool) {
	patch, words := c.patch, c.words
	c.patch, c.words = false, n.Content // null removes from maps, never from lists
	defer func() { c.patch, c.words = patch, words }()
	tree := make([]any, 0, len(n.Content))
	for i, item := range n.Content {
		if c.stopped {
			break
		}
		c.path = append(c.path, "["+strconv.Itoa(i)+"]")
		v, ok := c.value(place{node: item}, s.elem)
		if !ok {
			v = s.elem.zero()
		}
		tree = append(tree, v)
		c.path = c.path[:len(c.path)-1]
	}
	return tree, true
}

// zero is the tree of a value that says nothing.
func (s *shape) zero() any {
	switch s.kind {
	case kindObject, kindDict, kindPatch:
		return map[string]any{}
	case kindList:
		return []any{}
	case kindNumber:
		return int64(0)
	case kindBool:
		return false
	case kindParsed:
		return "0"
	default:
		return ""
	}
}

// segment is a name as it continues a path: .name, or [name] where a dot would
// be ambiguous.
func segment(name string) string {
	if strings.ContainsAny(name, ".[]/ \n\t:=") {
		return "[" + name + "]"
	}
	return "." + name
}
