// Package jsonyaml reads JSON as YAML nodes, with its lines and columns. Most JSON
// is YAML, but not all: its parser refuses tabs, "\/", long keys and characters such
// as U+007F, and makes a space of U+0085.
package jsonyaml

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Parse is the node of JSON that [json.Valid] has accepted. Lines and columns count
// from 1, columns in characters, as the YAML parser's do.
func Parse(data []byte) *yaml.Node {
	r := &reader{rest: data, line: 1, column: 1}
	r.space()
	return r.value()
}

type reader struct {
	rest         []byte
	line, column int
}

// take is the next n bytes, none of which breaks a line.
func (r *reader) take(n int) []byte {
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	r.column += utf8.RuneCount(taken)
	return taken
}

// space skips what stands between two tokens. A line ends in LF, CR or both.
func (r *reader) space() {
	for len(r.rest) > 0 {
		switch r.rest[0] {
		case ' ', '\t':
			r.column++
		case '\r', '\n':
			if len(r.rest) > 1 && r.rest[0] == '\r' && r.rest[1] == '\n' {
				r.rest = r.rest[1:]
			}
			r.line, r.column = r.line+1, 1
		default:
			return
		}
		r.rest = r.rest[1:]
	}
}

func (r *reader) value() *yaml.Node {
	n := &yaml.Node{Line: r.line, Column: r.column}
	switch r.rest[0] {
	case '{':
		n.Kind, n.Tag, n.Style = yaml.MappingNode, "!!map", yaml.FlowStyle
		r.entries(n, '}')
	case '[':
		n.Kind, n.Tag, n.Style = yaml.SequenceNode, "!!seq", yaml.FlowStyle
		r.entries(n, ']')
	case '"':
		n.Kind, n.Tag, n.Style = yaml.ScalarNode, "!!str", yaml.DoubleQuotedStyle
		_ = json.Unmarshal(r.take(quoted(r.rest)), &n.Value)
	default:
		n.Kind, n.Value = yaml.ScalarNode, string(r.take(word(r.rest)))
		if n.Tag = n.ShortTag(); n.Tag == "!!str" { // a number YAML has no room for
			n.Tag = "!!float"
		}
	}
	return n
}

// entries reads what stands between brackets. A key and its value are two nodes in a
// row, so that a colon is no other than a comma.
func (r *reader) entries(n *yaml.Node, end byte) {
	r.take(1)
	for {
		r.space()
		switch r.rest[0] {
		case end:
			r.take(1)
			return
		case ',', ':':
			r.take(1)
		default:
			n.Content = append(n.Content, r.value())
		}
	}
}

// quoted is the length of a string with its quotes.
func quoted(data []byte) int {
	for i := 1; ; i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}

// word is the length of a number, true, false or null.
func word(data []byte) int {
	for i, b := range data {
		if strings.IndexByte(" \t\r\n,:]}", b) >= 0 {
			return i
		}
	}
	return len(data)
}
