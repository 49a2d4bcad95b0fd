package krm

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// resolve follows an alias.
func resolve(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// writtenOut is a node, or what an alias stands for, without its anchor.
func writtenOut(n *yaml.Node) *yaml.Node {
	own := *resolve(n)
	own.Anchor = ""
	return &own
}

// get walks mappings by key; nil where the path ends early.
func get(n *yaml.Node, path ...string) *yaml.Node {
	for _, name := range path {
		n = value(resolve(n), name)
	}
	return resolve(n)
}

func value(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if resolve(n.Content[i]).Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}

// text is the scalar at a path, "" where there is none.
func text(n *yaml.Node, path ...string) string {
	if v := get(n, path...); v != nil && v.Kind == yaml.ScalarNode && v.ShortTag() != "!!null" {
		return v.Value
	}
	return ""
}

func annotation(n *yaml.Node, key string) string { return text(n, "metadata", "annotations", key) }

// set replaces the value of a mapping's key, or adds it at the end.
func set(n *yaml.Node, name string, v *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if resolve(n.Content[i]).Value == name {
			n.Content[i+1] = v
			return
		}
	}
	n.Content = append(n.Content, scalar(name), v)
}

// without is a mapping without some of its keys; the given one stays as it is.
func without(n *yaml.Node, drop func(key string) bool) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return n
	}
	rest := *n
	rest.Content = nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		if !drop(resolve(n.Content[i]).Value) {
			rest.Content = append(rest.Content, n.Content[i], n.Content[i+1])
		}
	}
	return &rest
}

func scalar(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
}

// annotate appends annotations, given as keys and values in turn.
func annotate(o *yaml.Node, pairs ...*yaml.Node) {
	metadata := get(o, "metadata")
	annotations := get(metadata, "annotations")
	if annotations == nil {
		annotations = &yaml.Node{Kind: yaml.MappingNode}
		set(metadata, "annotations", annotations)
	}
	annotations.Content = append(annotations.Content, pairs...)
}

// duplicate is the second of two equal keys.
func duplicate(n *yaml.Node) *yaml.Node {
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		name := resolve(n.Content[i]).Value
		if seen[name] {
			return n.Content[i]
		}
		seen[name] = true
	}
	return nil
}

func equalNodes(a, b *yaml.Node) bool {
	a, b = resolve(a), resolve(b)
	if a == nil || a.Kind != b.Kind || len(a.Content) != len(b.Content) {
		return false
	}
	switch b.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(b.Content); i += 2 {
			if v := value(a, b.Content[i].Value); v == nil || !equalNodes(v, b.Content[i+1]) {
				return false
			}
		}
		return true
	case yaml.SequenceNode:
		return slices.EqualFunc(a.Content, b.Content, equalNodes)
	default:
		return a.ShortTag() == b.ShortTag() && a.Value == b.Value
	}
}
