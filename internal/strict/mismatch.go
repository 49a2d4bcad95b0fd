package strict

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// mismatch says that a value is of the wrong kind altogether.
func (r *Reader) mismatch(p place, t *Type) {
	if isTemplate(p.node) {
		r.add(p, CodeWrongType, r.Hints.Template)
		return
	}
	found, remedy := "", ""
	if r.Hints.Kind != nil {
		found, remedy = r.Hints.Kind(t, p.prefix(), p.node)
	}
	switch {
	case found != "":
	case t.Kind == List && p.node.Kind == yaml.ScalarNode && r.Secrets != nil && r.Secrets.Has(p.node.Value):
		found = "text"
	default:
		found = r.describe(p.node)
	}
	if remedy == "" {
		remedy = r.remedy(p, t)
	}
	if remedy != "" {
		remedy = "; " + remedy
	}
	r.add(p, CodeWrongType, fmt.Sprintf("expected %s, found %s%s", t.Describe(), found, remedy))
}

// remedy is what to write instead of a value of the wrong kind.
func (r *Reader) remedy(p place, t *Type) string {
	switch {
	case t.HasFields():
		return t.structRemedy(p.node)
	case t.Kind == List && p.node.Kind == yaml.ScalarNode && t.Elem.Kind != Struct && r.Hints.Words != nil:
		return "write " + p.prefix() + r.Hints.Words(p.node.Value)
	case t.Kind == Map && (t.Elem.Kind == Struct || t.Elem.Kind == Patch):
		return fmt.Sprintf("write %s{NAME: {}}, with a name for each", p.prefix())
	case t.Kind == Map:
		return fmt.Sprintf("write %s{NAME: value}", p.prefix())
	case t.Kind == String && p.node.Kind == yaml.MappingNode:
		return "write the text alone"
	default:
		return ""
	}
}

// structRemedy is what to write instead of something that is no map with fixed keys.
func (t *Type) structRemedy(n *yaml.Node) string {
	required, names := t.required(), strings.Join(t.Names(), ", ")
	switch isTrue := n.Kind == yaml.ScalarNode && n.Value == "true"; {
	case isTrue && required != "":
		return "write a map with " + required
	case isTrue:
		return "write {} for the defaults, or some of " + names
	case t.Kind == Sections && names == "":
		return t.root.Sections.None
	case names != "":
		return "its fields are " + names
	default:
		return ""
	}
}

// isTemplate reports whether a value is {{ … }} alone: text in quotes, or without them a
// map whose only key is a map.
func isTemplate(n *yaml.Node) bool {
	if n.Kind == yaml.MappingNode {
		if n.Style&yaml.FlowStyle == 0 || len(n.Content) == 0 {
			return false
		}
		key := n.Content[0]
		return key.Kind == yaml.MappingNode && len(key.Content) > 1 && isNull(key.Content[1])
	}
	text := strings.TrimSpace(n.Value)
	return n.Kind == yaml.ScalarNode && strings.HasPrefix(text, "{{") && strings.HasSuffix(text, "}}")
}

// describe names what a node is, for "expected …, found …".
func (r *root) describe(n *yaml.Node) string { return Describe(n, r.redact) }

// Describe names what a node is, without what redact takes from its text.
func Describe(n *yaml.Node, redact func(string) string) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return Describe(n.Alias, redact)
	default:
		return describeScalar(n, redact)
	}
}

func describeScalar(n *yaml.Node, redact func(string) string) string {
	value := Excerpt(redact(n.Value))
	switch n.ShortTag() {
	case "!!int", "!!float":
		return "the number " + value
	case "!!bool":
		return "the truth value " + value
	case "!!null":
		return "nothing"
	}
	if isOldBool(n) {
		return fmt.Sprintf("%s, which many tools read as true or false", value)
	}
	return fmt.Sprintf("the text %q", value)
}

// Excerpt returns as much of a value as a message shows. Secrets are taken out of it
// before it is cut, since half of one has no look.
func Excerpt(value string) string {
	if len(value) > 40 {
		return strings.ToValidUTF8(value[:40], "") + "…"
	}
	return value
}

// Describe names what the type wants, for "expected …".
func (t *Type) Describe() string {
	switch t.Kind {
	case Struct, Patch:
		if short := t.scalar(); short != nil {
			return short.Describe() + " or a map"
		}
		return "a map"
	case Map, Sections:
		return "a map by name"
	case List:
		if t.one {
			return "text or a list"
		}
		return "a list"
	case Integer:
		return "a whole number"
	case Boolean:
		return "true or false"
	case Any:
		return "a value"
	case Whole:
		return "a map or a list"
	case Custom:
		if s := t.root.Scalars[t.Go]; s.Description != "" {
			return s.Description
		}
		return "a value"
	default:
		return "text"
	}
}
