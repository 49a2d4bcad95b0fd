package krm

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// addition is an object that is new to the list: as text, or as a node where a
// host is told the place for its file.
type addition struct {
	object
	placed *yaml.Node
}

// encode is the list as YAML, indented as hosts do.
func (l *list) encode() ([]byte, error) {
	spellNulls(l.root)
	if l.root.Style&yaml.FlowStyle != 0 || l.items.Style&yaml.FlowStyle != 0 && len(l.items.Content) > 0 {
		return l.encodeNodes()
	}
	return l.encodeText()
}

// encodeNodes is for lists in flow style, which is JSON's.
func (l *list) encodeNodes() ([]byte, error) {
	for _, a := range l.added {
		if a.placed == nil {
			a.placed = a.node()
		}
		l.items.Content = append(l.items.Content, a.placed)
	}
	var out bytes.Buffer
	err := encodeTo(&out, l.document)
	return out.Bytes(), err
}

// encodeText prints the list up to the end of its items, puts the new objects
// there as the text they are, and prints the rest.
func (l *list) encodeText() ([]byte, error) {
	var out bytes.Buffer
	front, back := *l.root, *l.root
	for i := 0; i+1 < len(l.root.Content); i += 2 {
		if l.root.Content[i+1] == l.items {
			front.Content, back.Content = l.root.Content[:i+2], l.root.Content[i+2:]
		}
	}
	open := len(l.items.Content) == 0 && len(l.added) > 0
	if open {
		front.Content = front.Content[:len(front.Content)-2]
	}
	back.HeadComment = ""
	front.FootComment = ""
	document := *l.document
	document.Content = []*yaml.Node{&front}
	document.FootComment = ""
	if len(front.Content) > 0 {
		if err := encodeTo(&out, &document); err != nil {
			return nil, err
		}
	}
	if open {
		out.WriteString("items:\n")
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

// write prints an object as an item.
func (a addition) write(out *bytes.Buffer) error {
	if a.placed != nil {
		return encodeTo(out, &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{a.placed}})
	}
	out.Write(a.text)
	return nil
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

// spellNulls writes out nulls that are written as nothing where the encoder
// would make them empty texts: between brackets, and as keys.
func spellNulls(n *yaml.Node) {
	for i, child := range n.Content {
		key := n.Kind == yaml.MappingNode && i%2 == 0
		if child.Value == "" && child.ShortTag() == "!!null" && (key || n.Style&yaml.FlowStyle != 0) {
			child.Value = "null"
		}
		spellNulls(child)
	}
}
