package policy_test

import (
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/policy"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestPatterns: what a list of patterns allows, by the namespace of a stack.
func TestPatterns(t *testing.T) {
	for _, tt := range []struct {
		list    string
		allowed bool
	}{
		{"[blog-prod]", true},
		{"[blog]", false},
		{"[Blog-prod]", false},
		{`["*"]`, true},
		{"[blog-*]", true},
		{`["*-prod"]`, true},
		{`["*-dev"]`, false},
		{"[b*g-*od]", true},
		{"[b*g-*od*prod]", false},
		{"[blog-prod*prod]", false},
		{"[shop-*, blog-*]", true},
		{"[]", false},
		{`["!blog-*"]`, false},
		{`["!shop-*"]`, true},
		{`["!*-dev", "blog-*"]`, true},
		{`["blog-*", "!*-prod"]`, false},
	} {
		p := parsed(t, "spec: {namespaces: "+tt.list+"}")
		if got := len(judgedText(t, blog, p)) == 0; got != tt.allowed {
			t.Errorf("%s: allowed is %t", tt.list, got)
		}
	}
}

// TestCIDRs: a block is allowed within one that is, and in no other.
func TestCIDRs(t *testing.T) {
	for _, tt := range []struct {
		list    string
		allowed bool
	}{
		{"[10.20.0.0/16]", true},
		{"[10.0.0.0/8]", true},
		{"[0.0.0.0/0]", true},
		{`["::/0"]`, false},
		{"[10.20.0.0/17]", false},
		{"[10.21.0.0/16, 10.20.0.0/16]", true},
		{"[]", false},
	} {
		p := parsed(t, "spec: {network: {to: {cidrs: "+tt.list+"}}}")
		if got := len(judgedText(t, blog, p)) == 0; got != tt.allowed {
			t.Errorf("%s: allowed is %t", tt.list, got)
		}
	}
}

const head = "apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStackPolicy\nmetadata: {name: acme}\n"

const blog = `
apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: blog}
spec:
  image: {repository: registry.example/acme/blog, tag: "1.2.0"}
  django: {settings: blog.settings, hosts: [blog.example.com]}
  databases: {default: {}}
  network: {egress: {search: {ports: [9200], cidr: 10.20.0.0/16}}}
  environments: {prod: {}}
`

func parsed(t *testing.T, text string) *policy.Policy {
	t.Helper()
	p, err := policy.Load(strings.NewReader(head+text), "policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func judgedText(t *testing.T, stack string, policies ...*policy.Policy) spec.Errors {
	t.Helper()
	document, err := spec.Load(strings.NewReader(stack), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return resolve(t, document, policies...)
}

// TestMistakes: what is wrong with a policy's file, and where.
func TestMistakes(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", "policy.yaml:1:1: must hold one DjangoStackPolicy and holds 0 documents; keep each policy in a file of its own"},
		{"a: [", "policy.yaml:1:1: is not YAML: did not find expected node content"},
		{"[]", "policy.yaml:1:1: must be a DjangoStackPolicy; begin with apiVersion: djangostack.dev/v1alpha1"},
		{"kind: DjangoStackPolicy", "policy.yaml:1:1: apiVersion: missing; write apiVersion: djangostack.dev/v1alpha1"},
		{
			"apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStack",
			"policy.yaml:2:7: kind: must be DjangoStackPolicy and is \"DjangoStack\"; write DjangoStackPolicy, or give " +
				"another file",
		},
		{
			"apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStackPolicy\n",
			"policy.yaml:1:1: metadata.name: missing; name the policy, so that findings can say whose they are\n" +
				"policy.yaml:1:1: spec: allows everything; write what is allowed, such as images: [registry.example/acme/*]",
		},
		{head + "spec: {image: [a]}", "policy.yaml:4:8: spec.image: unknown field; did you mean \"images\"?"},
		{
			head + "spec: {registries: [a]}",
			"policy.yaml:4:8: spec.registries: unknown field; did you mean spec.images?",
		},
		{
			head + "spec: {images: [\"\", \"!\", \"a b\", \"!!a\"]}",
			"policy.yaml:4:17: spec.images[0]: must name something; write a name or a pattern such as shop-*\n" +
				"policy.yaml:4:21: spec.images[1]: must name something; write a name or a pattern such as shop-*\n" +
				"policy.yaml:4:26: spec.images[2]: must not contain spaces; write one pattern for each item\n" +
				"policy.yaml:4:33: spec.images[3]: must begin with at most one !; remove the others",
		},
		{
			head + "spec: {network: {to: {cidrs: [10.1.0.0/8, all]}}}",
			"policy.yaml:4:31: spec.network.to.cidrs[0]: \"10.1.0.0/8\" must begin at its first address; write 10.0.0.0/8\n" +
				"policy.yaml:4:43: spec.network.to.cidrs[1]: \"all\" must be a block of addresses; write one such as 10.0.0.0/8",
		},
		{
			head + "spec: {loweredSecurity: [hostpath]}",
			"policy.yaml:4:26: spec.loweredSecurity[0]: unknown value \"hostpath\"; did you mean \"hostPath\"?",
		},
		{
			head + "spec: {hosts: [" + strings.Repeat("a, ", 1000) + "a]}",
			"policy.yaml:4:15: spec.hosts: must have at most 1000 entries and has 1001; write patterns",
		},
	} {
		_, err := policy.Load(strings.NewReader(tt.text), "policy.yaml")
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s\ngot  %v\nwant %s", tt.text, err, tt.want)
		}
	}
}
