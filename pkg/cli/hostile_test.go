package cli

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/worktest"
)

// hostile are texts by which an input would write to a terminal or to a CI system.
var hostile = []string{
	"\n::error::mine", "\r::set-output name=x::mine", "\x1b[31mmine\x1b[0m", "\u009b31m", "a\u2028##vso[task.complete]", "##[error]mine",
	"\u202emine", "\x00", "\x7f\b\b", "a\n##vso[task.setvariable variable=x]mine", "::error::mine", "\u0085::error::mine",
}

// TestHostileText puts such a text in the place of every value and every key of a stack
// that has all fields, and looks for it in what the commands print: validate of each,
// and of the others, which do more, one in turn.
func TestHostileText(t *testing.T) {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(spectest.EverythingYAML), &document); err != nil {
		t.Fatal(err)
	}
	scalars := scalarsOf(&document)
	if len(scalars) < 200 {
		t.Fatalf("only %d values and keys", len(scalars))
	}
	tree := t.TempDir()
	printed(t, spectest.EverythingYAML, "generate", "-f", "-", "-o", tree)
	commands := [][]string{
		{"validate", "-f", "-"}, {"generate", "-f", "-", "-o", t.TempDir()}, {"check", "-f", "-", "-o", tree}, {"fn"},
	}
	said := map[string]int{}
	r := rand.New(rand.NewPCG(1, 17))
	for i, n := range worktest.Sample(scalars) {
		was := *n
		*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: hostile[r.IntN(len(hostile))]}
		text, err := yaml.Marshal(&document)
		if err != nil {
			t.Fatal(err)
		}
		command := commands[i%len(commands)]
		in := string(text)
		if command[0] == "fn" {
			in = functionInput(in, hostile[r.IntN(len(hostile))])
		}
		got := printed(t, in, command...)
		if strings.Contains(got, "spec.") {
			said[command[0]]++
		}
		if harm(got) != "" {
			t.Errorf("%q in the place of %q has %s print %s:\n%q", n.Value, was.Value, command[0], harm(got), got)
		}
		*n = was
	}
	for _, command := range []string{"validate", "generate", "check", "fn"} {
		if said[command] < worktest.Rounds(50) {
			t.Errorf("%s speaks of %d values only", command, said[command])
		}
	}
}

func scalarsOf(n *yaml.Node) []*yaml.Node {
	var all []*yaml.Node
	if n.Kind == yaml.ScalarNode {
		all = append(all, n)
	}
	for _, child := range n.Content {
		all = append(all, scalarsOf(child)...)
	}
	return all
}

// functionInput is a list for prod of a stack that a host says is in a file of that name.
func functionInput(stack, file string) string {
	stack = strings.Replace(stack, "annotations: {", fmt.Sprintf("annotations: {config.kubernetes.io/path: %q, ", file), 1)
	return "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig: {apiVersion: v1, kind: ConfigMap, " +
		"metadata: {name: a}, data: {environment: prod}}\nitems:\n- " + strings.ReplaceAll(strings.TrimSpace(stack), "\n", "\n  ") + "\n"
}

// printed is what a command says on both streams, without the product: fn's list.
func printed(t *testing.T, in string, command ...string) string {
	t.Helper()
	var out, complaints bytes.Buffer
	Command{In: strings.NewReader(in), Out: &out, Err: &complaints}.Run(t.Context(), command...)
	if command[0] == "fn" {
		return complaints.String()
	}
	return out.String() + complaints.String()
}

// hostileNames are such texts as files and folders may be called.
var hostileNames = []string{
	"::error::mine", "\n::error::mine", "a\rmine", "\x1b[31mmine\x1b[0m", "\u009b31m", "a\u2028##vso[task.complete]", "##[error]mine",
	"\u202emine", "\x7f\b\b", "a\n##vso[task.setvariable variable=x]mine", "\u0085::error::mine", "\xff\xfe",
}

// TestHostileNames runs the commands with files and folders of such names: as
// arguments, in folders that are looked through, and in the tree.
func TestHostileNames(t *testing.T) {
	const broken = sixLines + "  wbe: {}\n"
	for _, name := range worktest.Sample(hostileNames) {
		dir := t.TempDir()
		in := func(parts ...string) string { return filepath.Join(append([]string{dir}, parts...)...) }
		for path, text := range map[string]string{
			in("files", name+".yaml"): broken, in("folders", name, "stack.yaml"): broken, in("valid", name, "stack.yaml"): sixLines,
			in("a.yaml"): sixLines, in(name): "no stack",
		} {
			place(t, path, text)
		}
		if err := os.Symlink("/"+name, in("files", name+"-link.yaml")); err != nil {
			t.Fatal(err)
		}
		tree := in("tree" + name)
		for _, command := range []struct {
			reason string
			before func()
			line   []string
		}{
			{"a file that is no stack", nil, []string{"validate", "-f", in(name)}},
			{"a file that is not there", nil, []string{"validate", "-f", in("x" + name)}},
			{"a file that has mistakes", nil, []string{"validate", "-f", in("files", name+".yaml")}},
			{"files in a folder", nil, []string{"validate", "-f", in("files")}},
			{"folders in a folder", nil, []string{"generate", "-f", in("folders"), "-o", tree}},
			{"a file given twice", nil, []string{"check", "-f", in(name), "-f", in(name), "-o", tree}},
			{"a tree that is not there", nil, []string{"check", "-f", in("a.yaml"), "-o", tree}},
			{"a tree that is made", nil, []string{"generate", "-f", in("a.yaml"), "-o", tree}},
			{"a foreign file and folder in it", func() {
				place(t, filepath.Join(tree, "base", name), "x")
				place(t, filepath.Join(tree, "overlays", name, name), "x")
			}, []string{"check", "-f", in("a.yaml"), "-o", tree}},
			{"a tree with a foreign file", nil, []string{"generate", "-f", in("a.yaml"), "-o", tree}},
			{"a folder that is a file", nil, []string{"generate", "-f", in("a.yaml"), "-o", in(name)}},
			{"an environment", nil, []string{"render", "-f", in("a.yaml"), "--env", name}},
			{"a flag", nil, []string{"validate", "--" + name}},
			{"a command", nil, []string{name}},
			{"a field", nil, []string{"explain", name}},
			{"a fleet", nil, []string{"generate", "-f", in("valid"), "-o", in("fleet")}},
		} {
			if command.before != nil {
				command.before()
			}
			got := printed(t, "", command.line...)
			if got == "" {
				t.Errorf("%s called %q: nothing is said", command.reason, name)
			}
			if harm(got) != "" {
				t.Errorf("%s called %q prints %s:\n%q", command.reason, name, harm(got), got)
			}
		}
	}
}

func place(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
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
