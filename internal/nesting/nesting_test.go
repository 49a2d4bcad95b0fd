package nesting

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/worktest"
)

func TestBeyond(t *testing.T) {
	open := func(n int) string { return strings.Repeat("[", n) }
	var blocks strings.Builder
	for i := range Most + 1 {
		blocks.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for _, c := range []struct{ reason, in, want string }{
		{"as many as may be", "a: " + open(Most-1), ""},
		{"one more", "a: " + open(Most), "1:503"},
		{"in characters, not bytes", "é: " + open(Most), "1:503"},
		{"maps", strings.Repeat("{a: ", Most+1), "1:2001"},
		{"closed in between", strings.Repeat(open(Most)+strings.Repeat("]", Most)+"\n", 3), ""},
		{"on lines of their own", strings.Repeat("[\n", Most+1), "501:1"},
		{"JSON", `{"a":` + strings.Repeat(`{"a":[`, Most) + "1", "1:1505"},
		{"lists in blocks", strings.Repeat("- ", Most+1), "1:1001"},
		{"keys that are maps", strings.Repeat("? ", Most+1), "1:1001"},
		{"maps in blocks", blocks.String(), "501:502"},
		{"blocks that end", strings.Repeat("a:\n b:\n  c: d\n", Most), ""},
		{"documents", strings.Repeat("---\n- - a\n", Most), ""},
		{"brackets in text", strings.Repeat("a: x [\n", 2*Most), ""},
		{"brackets in text of several lines", "a: x\n" + strings.Repeat("  [\n", 2*Most), ""},
		{"brackets in quotes", "a: '" + open(2*Most) + "''" + open(2*Most) + "'\nb: \"\\\"" + open(2*Most) + `"`, ""},
		{"brackets in blocks of text", "a:\n- |\n " + open(2*Most) + "\n\n " + open(2*Most) + "\n- b", ""},
		{"behind a block of text", "a: |\n b\nb: " + open(2*Most), "3:503"},
		{"brackets in comments", "# " + open(2*Most) + "\na: b # " + open(2*Most) + "\nc: [ # " + open(2*Most) + "\n]", ""},
		{"a quote within a word", "a: it's\nb: " + open(Most), "2:503"},
		{"a quote within a word in brackets", "[it's, a:'b, " + open(Most), "1:513"},
		{"a sign within a word in brackets", "[a#b, " + open(Most), "1:506"},
		{"a quote that is never closed", "a: '" + open(2*Most), ""},
		{"behind anchors and tags", "a: &x !!seq " + open(Most), "1:512"},
		{"a directive", "%YAML 1.1\n---\na: " + open(Most), "3:503"},
		{"Windows", "a: |\r\n [\r\nb: " + open(Most), "3:503"},
		{"nothing", "", ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			got := ""
			if line, column, beyond := Beyond([]byte(c.in)); beyond {
				got = fmt.Sprintf("%d:%d", line, column)
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// FuzzBeyond holds the scanner against the parser: what it lets through is not deeper
// than blocks that stand under a key at its own column can make it.
func FuzzBeyond(f *testing.F) {
	for _, seed := range []string{
		"a: [b, 'c', {d: \"e\"}] # f\n", "- - a\n-\n  - |2\n   [\n  b\n", "? a\n: b\n", "{a: b}: c\n", "&a a: !!b *a\n", "%YAML 1.1\n---\n...\n",
		"a:\n- b:\n  - c\n", "a: b\n  [c\n", "\"a\n  b\": c\n", "[a?b, :c, d#e]\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.ContainsAny(data, "\u0085\u2028\u2029") {
			return // which break lines in YAML 1.1
		}
		worktest.Bounded(t, len(data), 10, func() { Beyond(data) })
		s := &scanner{data: data}
		deepest := 0
		for s.line(); s.at < len(s.data); deepest = max(deepest, s.flow+len(s.indents)) {
			before := s.at
			if s.flow > 0 {
				s.inFlow()
			} else {
				s.inBlock()
			}
			if s.at <= before {
				t.Fatalf("stands still at %d of %q", before, data)
			}
		}
		decoder := yaml.NewDecoder(bytes.NewReader(data))
		for {
			var n yaml.Node
			if err := decoder.Decode(&n); errors.Is(err, io.EOF) || err != nil {
				return
			}
			if depth := depthOf(&n) - 1; depth > 2*deepest {
				t.Fatalf("%d deep, and only %d seen, in %q", depth, deepest, data)
			}
		}
	})
}

// depthOf counts the maps and lists within each other, and the document.
func depthOf(n *yaml.Node) int {
	deepest := 0
	for _, child := range n.Content {
		deepest = max(deepest, depthOf(child))
	}
	if n.Kind == yaml.ScalarNode || n.Kind == yaml.AliasNode {
		return deepest
	}
	return deepest + 1
}
