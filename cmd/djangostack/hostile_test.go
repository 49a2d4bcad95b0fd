package main

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/spectest"
)

// hostile are texts by which an input would write to a terminal or to a CI system.
var hostile = []string{
	"\n::error::mine", "\r::set-output name=x::mine", "\x1b[31mmine\x1b[0m", "\u009b31m", "a\u2028##vso[task.complete]", "##[error]mine",
	"\u202emine", "\x00", "\x7f\b\b", "a\n##vso[task.setvariable variable=x]mine", "::error::mine", "\u0085::error::mine",
}

// TestHostileText puts such a text in the place of every value and every key of a stack
// that has all fields, and looks for it in what validate prints.
func TestHostileText(t *testing.T) {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(spectest.EverythingYAML), &document); err != nil {
		t.Fatal(err)
	}
	var scalars []*yaml.Node
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			scalars = append(scalars, n)
		}
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(&document)
	if len(scalars) < 200 {
		t.Fatalf("only %d values and keys", len(scalars))
	}
	r := rand.New(rand.NewPCG(1, 17))
	for _, n := range scalars {
		was := *n
		*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: hostile[r.IntN(len(hostile))]}
		text, err := yaml.Marshal(&document)
		if err != nil {
			t.Fatal(err)
		}
		var out, complaints bytes.Buffer
		run([]string{"validate", "-f", "-"}, streams{in: bytes.NewReader(text), out: &out, err: &complaints})
		for _, printed := range []string{out.String(), complaints.String()} {
			if what := harm(printed); what != "" {
				t.Errorf("%q in the place of %q prints %s:\n%q", n.Value, was.Value, what, printed)
			}
		}
		*n = was
	}
}

// harm is what text printed by a command must not have.
func harm(printed string) string {
	for line := range strings.SplitSeq(printed, "\n") {
		switch {
		case strings.HasPrefix(strings.TrimSpace(line), "::"), strings.Contains(line, "##vso["), strings.Contains(line, "##["):
			return "a command to a CI system"
		case strings.ContainsFunc(line, func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == '\u2028' }):
			return "a control character"
		case strings.HasPrefix(line, "mine"):
			return "a line of its own"
		}
	}
	return ""
}
