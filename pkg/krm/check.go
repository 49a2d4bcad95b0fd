package krm

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// check looks at the list's own fields.
func (l *resourceList) check() error {
	if kind := text(l.root, "kind"); kind != listKind {
		return listError(l.root, "", fmt.Sprintf("must be a %s and is %s; let kustomize or kpt call the function, "+
			"or give a stack's file to the command generate", listKind, describe(l.root)))
	}
	switch version := text(l.root, "apiVersion"); version {
	case "config.kubernetes.io/v1", "config.kubernetes.io/v1beta1":
	default:
		return listError(l.root, "apiVersion", fmt.Sprintf("unknown version %q; "+
			"this release knows config.kubernetes.io/v1 and config.kubernetes.io/v1beta1", version))
	}
	if key := duplicate(l.root); key != nil {
		return listError(key, key.Value, "duplicate key")
	}
	l.items = value(l.root, "items")
	switch {
	case l.items == nil:
		return listError(l.root, "items", "missing; an empty list is items: []")
	case l.items.Kind != yaml.SequenceNode:
		return listError(l.items, "items", "must be a list")
	}
	for i, item := range l.items.Content {
		if item.Kind != yaml.MappingNode {
			return listError(item, fmt.Sprintf("items[%d]", i), "must be an object")
		}
		l.rewritten = l.rewritten || hasHostAnnotations(item)
	}
	l.config = get(l.root, "functionConfig")
	if l.config != nil && l.config.ShortTag() == "!!null" {
		l.config = nil
	}
	l.rewritten = l.rewritten || hasHostAnnotations(l.config)
	return l.checkPieces()
}

// checkPieces refuses what is larger than any object, and an alias of something in
// another item or field: once that is replaced, the alias would stand for nothing. No
// host writes such a list.
func (l *resourceList) checkPieces() error {
	pieces := slices.Clone(l.items.Content)
	for _, field := range l.root.Content {
		if field != l.items {
			pieces = append(pieces, field)
		}
	}
	for _, piece := range pieces {
		if countNodes(piece) > maxValues {
			return listError(piece, "", fmt.Sprintf("holds more than %d values; no object needs a tenth of them", maxValues))
		}
		if below := deeperThan(piece, maxDepth); below != nil {
			return listError(below, "", fmt.Sprintf("more than %d maps and lists are within each other; no object needs a "+
				"tenth of them", maxDepth))
		}
		own := map[*yaml.Node]bool{}
		if alias := strayAlias(piece, own); alias != nil {
			return listError(alias, "", "*"+alias.Value+" stands for something outside its object; write it out")
		}
	}
	return nil
}

// deeperThan returns the first map or list below n that is within so many others; nil where
// there is none.
func deeperThan(n *yaml.Node, depth int) *yaml.Node {
	if len(n.Content) > 0 && depth == 0 {
		return n
	}
	for _, child := range n.Content {
		if found := deeperThan(child, depth-1); found != nil {
			return found
		}
	}
	return nil
}

// strayAlias returns an alias below n of an anchor that does not stand before it below n.
func strayAlias(n *yaml.Node, own map[*yaml.Node]bool) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		if own[n.Alias] {
			return nil
		}
		return n
	}
	if n.Anchor != "" {
		own[n] = true
	}
	for _, child := range n.Content {
		if found := strayAlias(child, own); found != nil {
			return found
		}
	}
	return nil
}

// describe says what something is that should be something else.
func describe(n *yaml.Node) string {
	switch kind := text(n, "kind"); {
	case kind != "":
		return fmt.Sprintf("a %q", kind)
	case n.Kind == yaml.MappingNode:
		return "an object without a kind"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	default:
		return "text"
	}
}
