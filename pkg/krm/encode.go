package krm

import (
	"bytes"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// addition is an object that is new to the list, and where a host is told it, the place
// for its file.
type addition struct {
	object
	file string
}

// encode is the list as YAML, indented as hosts do: up to the end of its items, then the
// new objects as the text they are, then the rest. JSON's brackets around the list and
// its items become YAML's own form.
func (l *resourceList) encode() ([]byte, error) {
	l.root.Style &^= yaml.FlowStyle
	l.items.Style &^= yaml.FlowStyle
	writeNulls(l.root)
	var out bytes.Buffer
	front, back := *l.root, *l.root
	for i := 0; i+1 < len(l.root.Content); i += 2 {
		if l.root.Content[i+1] == l.items {
			front.Content, back.Content = slices.Clone(l.root.Content[:i+2]), l.root.Content[i+2:]
		}
	}
	back.HeadComment, front.FootComment = "", ""
	if err := l.encodeItems(&out, &front); err != nil {
		return nil, err
	}
	for _, a := range l.added {
		if err := a.write(&out); err != nil {
			return nil, err
		}
	}
	if len(back.Content) == 0 {
		return out.Bytes(), nil
	}
	err := encodeTo(&out, &back)
	return out.Bytes(), err
}

// encodeItems prints the list up to the end of its items, some at a time: the encoder
// keeps all it has been given until it is done, some 700 bytes for each value.
func (l *resourceList) encodeItems(out *bytes.Buffer, front *yaml.Node) error {
	document := *l.document
	document.Content, document.FootComment = []*yaml.Node{front}, ""
	open := len(l.items.Content) == 0 && len(l.added) > 0
	if open {
		front.Content = front.Content[:len(front.Content)-2]
	}
	some, rest := chunk(l.items.Content)
	if !open {
		first := *l.items
		first.Content = some
		front.Content[len(front.Content)-1] = &first
	}
	if len(front.Content) > 0 {
		if err := encodeTo(out, &document); err != nil {
			return err
		}
	}
	if open {
		out.WriteString("items:\n")
	}
	for len(rest) > 0 {
		some, rest = chunk(rest)
		if err := encodeTo(out, &yaml.Node{Kind: yaml.SequenceNode, Content: some}); err != nil {
			return err
		}
	}
	return nil
}

// chunk returns the first items, with some thousand values, and the others.
func chunk(items []*yaml.Node) (some, rest []*yaml.Node) {
	values := 0
	for i, item := range items {
		if values += countNodes(item); values > 2000 {
			return items[:i+1], items[i+1:]
		}
	}
	return items, nil
}

// countNodes returns how many nodes there are at and below n; an alias is one.
func countNodes(n *yaml.Node) int {
	all := 1
	for _, child := range n.Content {
		all += countNodes(child)
	}
	return all
}

// write prints an object as an item. The node of one with a place is made here, since a
// node takes ten times the memory of its text.
func (a addition) write(out *bytes.Buffer) error {
	if a.file == "" {
		out.Write(a.text)
		return nil
	}
	n := a.node()
	annotate(n, scalar(pathAnnotation), scalar(a.file),
		scalar(indexAnnotation), &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "0", Style: yaml.SingleQuotedStyle})
	return encodeTo(out, &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{n}})
}

func encodeTo(out *bytes.Buffer, n *yaml.Node) error {
	encoder := yaml.NewEncoder(out)
	encoder.SetIndent(2)
	encoder.CompactSeqIndent()
	if err := encoder.Encode(n); err != nil {
		return fmt.Errorf("encoding the list: %w", err)
	}
	return encoder.Close()
}

// writeNulls writes out nulls that are written as nothing where the encoder
// would make them empty texts: between brackets, and as keys.
func writeNulls(n *yaml.Node) {
	for i, child := range n.Content {
		key := n.Kind == yaml.MappingNode && i%2 == 0
		if child.Value == "" && child.ShortTag() == "!!null" && (key || n.Style&yaml.FlowStyle != 0) {
			child.Value = "null"
		}
		writeNulls(child)
	}
}
