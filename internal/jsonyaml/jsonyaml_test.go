package jsonyaml

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/worktest"
)

// cases are JSON that a YAML parser refuses or reads otherwise, and what is easily
// mistaken.
var cases = []struct{ reason, in string }{
	{"a string alone", `"x"`},
	{"empty brackets", ` { } `},
	{"tabs indent", "{\n\t\"a\": [\t1]\n}"},
	{"a line may end in CR and LF", "{\r\n\"a\":\r\n1}"},
	{"a tab in a string is escaped, and stays", `{"a": "x\ty"}`},
	{"a solidus may be escaped", `{"a": "x\/y"}`},
	{"writers that know ASCII only make pairs", `{"a": "\ud83d\ude00\uD83D\uDE00"}`},
	{"an escaped backslash before a u is no escape", `{"a": "\\ud83d\\ude00"}`},
	{"half of a pair", `{"a": "\ud83d"}`},
	{"a quote in a string", `{"a": "\\\"\\", "b": "\""}`},
	{"characters that YAML does not print", "{\"a\": \"\u007f\u0085\u2028\ufeff\"}"},
	{"a colon on the next line", "{\"a\"\n: 1}"},
	{"nothing between", `{"a":1,"b":[true,false,null,-0.5e+10]}`},
	{"a number beyond all bounds", `[5E555, 123456789012345678901234567890]`},
	{"a long key", `{"` + strings.Repeat("k", 2000) + `": 1}`},
	{"a key twice", `{"a": 1, "a": 2}`},
	{"strings that are other things bare", `{"yes": "no", "1": "2", "~": "null"}`},
}

func TestParse(t *testing.T) {
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) { compare(t, []byte(c.in)) })
	}
}

// FuzzParse: all that is JSON is read as encoding/json reads it.
func FuzzParse(f *testing.F) {
	for _, c := range cases {
		f.Add([]byte(c.in))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if json.Valid(data) && utf8.Valid(data) {
			worktest.Bounded(t, len(data), 1000, func() { Parse(data) })
			compare(t, data)
		}
	})
}

func compare(t *testing.T, data []byte) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var want any
	if err := decoder.Decode(&want); err != nil {
		t.Fatal(err)
	}
	root := Parse(data)
	if got := valueOf(root); !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, want %#v, of %s", got, want, data)
	}
	stands(t, root, lines(data))
}

// valueOf is a node as encoding/json would have it.
func valueOf(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		all := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			all[n.Content[i].Value] = valueOf(n.Content[i+1])
		}
		return all
	case yaml.SequenceNode:
		all := []any{}
		for _, item := range n.Content {
			all = append(all, valueOf(item))
		}
		return all
	default: // a scalar: JSON has no aliases
	}
	switch n.ShortTag() {
	case "!!str":
		return n.Value
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	default:
		return json.Number(n.Value)
	}
}

func lines(data []byte) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data)), "\n")
}

// stands requires every node to begin where it says.
func stands(t *testing.T, n *yaml.Node, lines []string) {
	t.Helper()
	begins := map[yaml.Kind]string{yaml.MappingNode: "{", yaml.SequenceNode: "[", yaml.ScalarNode: n.Value}[n.Kind]
	if n.Style == yaml.DoubleQuotedStyle {
		begins = `"`
	}
	if there := string([]rune(lines[n.Line-1])[n.Column-1:]); !strings.HasPrefix(there, begins) {
		t.Errorf("%d:%d is %q, not %q", n.Line, n.Column, there, begins)
	}
	for _, child := range n.Content {
		stands(t, child, lines)
	}
}
