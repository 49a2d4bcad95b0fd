package spec

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/strict"
)

// head is four lines; what tests append stands in line 5 and after.
const head = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
`

func checkErrors(t *testing.T, reason string, err error, want string) {
	t.Helper()
	if err == nil {
		t.Fatalf("%s: no error, want %s", reason, want)
	}
	if AsErrors(err) == nil {
		t.Errorf("%s: error of type %T", reason, err)
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", reason, diff)
	}
}

func TestLoadAccepts(t *testing.T) {
	const json = "{\n\t\"apiVersion\": \"djangostack.dev/v1alpha1\", \"kind\": \"DjangoStack\",\n" +
		"\t\"metadata\": {\"name\": \"shop\"}, \"spec\": {\"web\": {\"replicas\": 3}}}"
	const python = `{"apiVersion": "djangostack.dev/v1alpha1", "kind": "DjangoStack", "metadata": {"name": "shop"},
		"spec": {"web": {"replicas": 3}, "django": {"env": {"A": "\ud83d\ude00\ud83d\ude00", "B": "\\ud83d\\ude00"}}}}`
	const body = "  web: {replicas: 3}\n"
	for _, tt := range []struct{ name, reason, in string }{
		{"yaml", "the usual form", head + body},
		{"json", "what other programs write, with tabs", json},
		{"json that no YAML parser takes", "a solidus may be escaped, a colon stand anywhere", strings.ReplaceAll(
			strings.Replace(json, "djangostack.dev/", `djangostack.dev\/`, 1), `"name":`, "\"name\"\n:")},
		{"escaped json", "what Python writes by default", python},
		{"byte order mark", "what some editors write", "\ufeff" + head + body},
		{"version of YAML", "as some tools begin", "# mine\n%YAML 1.2\n---\n" + head + body},
		{"version of a later document", "behind the end of another", "a: b\n...\n%YAML 1.2 # new\n---\n" + head + body},
		{"line ends", "what Windows writes", strings.ReplaceAll(head+body, "\n", "\r\n")},
		{"among others", "a bundle", "---\nkind: Service\n---\n# mine\n" + head + body + "---\n- x\n...\n"},
		{"alias", "values may be shared", head + "  web: {replicas: &n 3}\n  caches: {a: {index: *n}, b: &b {}, c: *b}\n"},
		{"explicit tag", "a way to quote", head + body + "  image: {tag: !!str 1.10}\n"},
		{"number as amount", "cpu: 2 is usual", head + body + "  proxy: {resources: {limits: {cpu: 2, memory: 1e9}}}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Load(strings.NewReader(tt.in), "f")
			if err != nil {
				t.Fatalf("%s: %v", tt.reason, err)
			}
			if got := doc.Stack.Spec.Web.Replicas; got == nil || *got != 3 || doc.Stack.Metadata.Name != "shop" {
				t.Errorf("%s: read as %+v", tt.reason, doc.Stack)
			}
			env := doc.Stack.Spec.Django.Env
			if tt.in == python && (env["A"] != "😀😀" || env["B"] != `\ud83d\ude00`) {
				t.Errorf("%s: read as %q", tt.reason, env)
			}
		})
	}
}

// A file that has errors gives all that is right, and leaves nothing out that
// would make other rules complain.
func TestLoadGoesOn(t *testing.T) {
	doc, err := Load(strings.NewReader(head+`  django: {hosts: [7, BAD.example, good.example]}
  web: {server: apache, replicas: x, workers: 3}
`), "f")
	if len(AsErrors(err)) != 4 {
		t.Errorf("want 4 errors, got:\n%v", err)
	}
	want := []Host{"", "BAD.example", "good.example"}
	if diff := cmp.Diff(want, doc.Stack.Spec.Django.Hosts); diff != "" {
		t.Errorf("hosts keep their numbers (-want +got):\n%s", diff)
	}
	web := doc.Stack.Spec.Web
	if web.Server != "apache" || web.Replicas != nil || web.Workers != 3 {
		t.Errorf("web is %+v", web)
	}
}

// TestLoadBomb: what grows by aliases is refused before it has grown.
func TestLoadBomb(t *testing.T) {
	var wide strings.Builder
	wide.WriteString(head + "  processes:\n    p0: &p {command: [")
	wide.WriteString(strings.Repeat("x, ", 1000) + "x]}\n")
	for i := range 1000 {
		fmt.Fprintf(&wide, "    q%d: *p\n", i)
	}
	var laughs strings.Builder
	laughs.WriteString(head + "  django:\n    env: &e0 {a: lol}\n")
	for i := range 30 {
		fmt.Fprintf(&laughs, "    x%d: &e%d [*e%d, *e%d, *e%d, *e%d]\n", i+1, i+1, i, i, i, i)
	}
	deep := head + "  web: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	for name, in := range map[string]string{
		"wide": wide.String(), "laughs": laughs.String(), "deep": deep,
		"deep, never closed": head + "  web: " + strings.Repeat("[\n", 9000),
	} {
		t.Run(name, func(t *testing.T) {
			allocations := testing.AllocsPerRun(1, func() {
				if _, err := Load(strings.NewReader(in), "f"); err == nil {
					t.Fatal("accepted")
				}
			})
			if allocations > 200_000 { // of them the parser makes five for each value of the file
				t.Errorf("refused after %.0f allocations", allocations)
			}
		})
	}
}

func TestLoadUnreadable(t *testing.T) {
	_, err := Load(brokenReader{}, "f")
	if !errors.Is(err, os.ErrPermission) || AsErrors(err) != nil {
		t.Errorf("want the reader's own error, got %v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, os.ErrPermission }

func TestTooManyErrors(t *testing.T) {
	var in bytes.Buffer
	in.WriteString(head)
	for i := range 5000 {
		fmt.Fprintf(&in, "  nothing%d: {}\n", i)
	}
	_, err := Load(&in, "f")
	all := AsErrors(err)
	if len(all) != strict.MaxFindings+1 {
		t.Fatalf("%d errors", len(all))
	}
	if last := all[len(all)-1]; !strings.HasPrefix(last.Message, "too many errors") {
		t.Errorf("last is %v", last)
	}
}

func TestLoadNode(t *testing.T) {
	const list = `items:
- apiVersion: djangostack.dev/v1alpha1
  kind: DjangoStack
  metadata: {name: shop}
  spec:
    web: {replicsa: 3}
`
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(list), &root); err != nil {
		t.Fatal(err)
	}
	doc, err := LoadNode(root.Content[0].Content[1].Content[0], "list.yaml")
	const want = `list.yaml:6:11: spec.web.replicsa: unknown field; did you mean "replicas"?`
	if err == nil || err.Error() != want {
		t.Errorf("positions are those of the text the node came from: got %v, want %s", err, want)
	}
	if doc == nil || doc.Stack.Metadata.Name != "shop" {
		t.Error("the rest is loaded, as Load does")
	}
}
