package cli

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/worktest"
)

// marker is in every secret that is planted, and in nothing else.
const marker = "hunter22"

// planted are secrets by their look.
var planted = []string{
	"u:" + marker + "@x", "u:" + marker + "@x:80", "postgres://u:" + marker + "@pg/shop", "https://u:p4/" + marker + "@h/",
	"https://u:" + marker + "#?@h/", "--password=" + marker, "PASSWORD=" + marker, "A DB_PASSWORD: " + marker,
	`{"password": "` + marker + `"}`, "mysql -p" + marker, "sh -c 'curl -u u:" + marker + " https://h/'",
	"Authorization: Bearer " + marker, "sk_live_" + marker + "0123", "machine a login b password " + marker,
	"pg:5432:shop:shop:" + marker, "https://h/?token=" + marker, "-----BEGIN PRIVATE KEY-----\n" + marker,
}

// TestPlantedSecrets puts a secret in the place of every value and every key of a stack
// that has all fields, alone and as a value of another type, and looks for it in what the
// commands print.
func TestPlantedSecrets(t *testing.T) {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(spectest.EverythingYAML), &document); err != nil {
		t.Fatal(err)
	}
	tree := t.TempDir()
	printed(t, spectest.EverythingYAML, "generate", "-f", "-", "-o", tree)
	commands := [][]string{
		{"validate", "-f", "-"}, {"generate", "-f", "-", "-o", t.TempDir()}, {"check", "-f", "-", "-o", tree}, {"fn"},
	}
	r := rand.New(rand.NewPCG(2, 17))
	said := 0
	keys := keysOf(&document)
	for i, n := range worktest.Sample(nodesOf(&document)) {
		was, secret := *n, planted[r.IntN(len(planted))]
		plant(n, secret, keys[n], i)
		text, err := yaml.Marshal(&document)
		if err != nil {
			t.Fatal(err)
		}
		command := commands[i%len(commands)]
		in := string(text)
		if command[0] == "fn" {
			in = functionInput(in, "stack.yaml")
		}
		got := printed(t, in, command...)
		if strings.Contains(got, "spec.") {
			said++
		}
		if strings.Contains(got, marker) {
			t.Errorf("%q in the place of %q has %s print it:\n%s", secret, was.Value, command[0], linesWith(got, marker))
		}
		*n = was
	}
	if said < worktest.Rounds(300) {
		t.Errorf("only %d answers about a value", said)
	}
}

// plant puts a secret into a node's place: as text, in a list, as a key, as an alias of
// itself or under a tag.
func plant(n *yaml.Node, secret string, isKey bool, turn int) {
	text := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: secret}
	other := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "x"}
	switch kind := turn % 5; {
	case isKey || kind < 2:
		*n = *text
	case kind == 2:
		*n = yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{text, other}}
	case kind == 3:
		*n = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{text, other}}
	default:
		*n = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{other, text}}
	}
}

// nodesOf are all values and keys, maps and lists among them.
func nodesOf(n *yaml.Node) []*yaml.Node {
	var all []*yaml.Node
	for _, child := range n.Content {
		all = append(append(all, child), nodesOf(child)...)
	}
	return all
}

func keysOf(n *yaml.Node) map[*yaml.Node]bool {
	keys := map[*yaml.Node]bool{}
	for _, at := range append(nodesOf(n), n) {
		if at.Kind == yaml.MappingNode {
			for i := 0; i < len(at.Content); i += 2 {
				keys[at.Content[i]] = true
			}
		}
	}
	return keys
}

func linesWith(text, part string) string {
	var found []string
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Contains(line, part) {
			found = append(found, line)
		}
	}
	return strings.Join(found, "\n")
}

// TestPlantedInWords plants a secret where no stack has a value: in anchors and tags, in
// what is no YAML, beneath a name that says what it is, in arguments, in names of files,
// and in a tree by hand.
func TestPlantedInWords(t *testing.T) {
	for _, body := range []string{
		"django: {env: {DB_PASSWORD: *hunter22}}", "django: {env: {DB_PASSWORD: !hunter22 x}}", "django: {env: &hunter22 [*hunter22]}",
		"web: !hunter22 {}", "web: *hunter22", "web: &hunter22 {a: *hunter22}", "django: {env: {DB_PASSWORD: 'hunter22}}",
		"databases: {default: {password: {hunter22: x}}}", "databases: {default: {password: {hunter22: null}}}",
		"databases: {default: {password: {'DB_PASSWORD=hunter22': x, 'DB_PASSWORD=hunter22': y}}}",
		"django: {env: {DB_PASSWORD=hunter22: }}", "django: {env: {DB_PASSWORD: [hunter22]}}", "django: {env: 'DB_PASSWORD: hunter22'}",
		"django: {env: {DBPASS: {hunter22: 1}}}", "django: {secretKey: {hunter22: x}}",
		"processes: {a: {command: [redis-cli, -a, hunter22, {}]}}", "processes: {a: {command: 'redis-cli -a hunter22'}}",
		"processes: {a: {command: 'mysql --password hunter22'}}", "hosts: 'u:hunter22@x'", "cron: {a: {schedule: 'u:hunter22@x', manage: [x]}}",
	} {
		in := sixLines + "  " + body + "\n"
		for _, command := range [][]string{{"validate", "-f", "-"}, {"generate", "-f", "-", "-o", t.TempDir()}} {
			got := printed(t, in, command...)
			if got == "" || strings.Contains(got, marker) {
				t.Errorf("%s: %s prints\n%s", body, command[0], got)
			}
		}
	}
	dir := t.TempDir()
	in := func(parts ...string) string { return filepath.Join(append([]string{dir}, parts...)...) }
	const name, address = "sk_live_" + marker + "0123", "u:" + marker + "@x"
	place(t, in("a.yaml"), sixLines)
	place(t, in(name, name), "wrong: ["+marker)
	place(t, in(name, "b.yaml"), sixLines+"  wbe: {}\n")
	for _, line := range [][]string{
		{"generate", "-f", in("a.yaml"), "-o", in("tree")},
		{"generate", "-f", in("a.yaml"), "-o", in("a.yaml", name)},
		{"check", "-f", in("a.yaml"), "-o", in(name)},
		{"validate", "-f", in(name)},
		{"validate", "-f", in(name, name)},
		{"validate", "-f", in("x", name)},
		{"render", "-f", in("a.yaml"), "--env", name},
		{"render", "-f", in("a.yaml"), "--env", address},
		{"explain", "spec." + name},
		{"explain", "spec.web[" + address + "]"},
		{name},
		{address},
		{"validate", "--x=" + name},
		{"validate", "--password=" + marker},
	} {
		if got := printed(t, "", line...); got == "" || strings.Contains(got, marker) {
			t.Errorf("%q prints\n%s", line, got)
		}
	}
}

// TestPlantedInTree has secrets that somebody put into the files of a tree.
func TestPlantedInTree(t *testing.T) {
	for _, c := range worktest.Sample([]struct{ old, planted, reason string }{
		{"data:\n", "data:\n  DB_PASSWORD: hunter22\n", "a key of a ConfigMap"},
		{"data:\n", "data:\n  A: postgres://u:hunter22@h/\n", "by its look"},
		{"data:\n", "data:\n  password: >\n    hunter22\n    hunter22\n", "a text of several lines"},
		{"resources:\n", "secretGenerator:\n- name: a\n  literals:\n  - db-password=hunter22\nresources:\n", "a literal"},
		{"env:\n", "env:\n        - name: DB_PASSWORD\n          value: hunter22\n", "a variable"},
		{"args:\n", "args:\n        - --password\n        - hunter22\n", "an argument"},
		{"kind: Service\n", "kind: Secret\nstringData:\n  mail: hunter22\n---\nkind: Service\n", "an object, whatever its keys"},
	}) {
		tree := t.TempDir()
		printed(t, spectest.EverythingYAML, "generate", "-f", "-", "-o", tree)
		changed := 0
		err := filepath.WalkDir(tree, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Base(path) == ".djangostack.sum" {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil || !strings.Contains(string(text), c.old) {
				return err
			}
			changed++
			return os.WriteFile(path, []byte(strings.Replace(string(text), c.old, c.planted, 1)), 0o600)
		})
		if err != nil || changed == 0 {
			t.Errorf("%s: %d files changed, %v", c.reason, changed, err)
		}
		for _, command := range []string{"check", "generate"} {
			got := printed(t, spectest.EverythingYAML, command, "-f", "-", "-o", tree)
			if got == "" || strings.Contains(got, marker) {
				t.Errorf("%s: %s prints\n%s", c.reason, command, linesWith(got, marker))
			}
		}
	}
}
