package policy_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/policy"
	"github.com/djangostack/djangostack/pkg/spec"
)

var update = flag.Bool("update", false, "rewrite the expected findings in testdata")

const example = "../../examples/policy/policy.yaml"

func load(t *testing.T, file string) *policy.Policy {
	t.Helper()
	r, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p, err := policy.Load(r, "policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// judged are the findings of policies about the stack of a file.
func judged(t *testing.T, file string, policies ...*policy.Policy) spec.Errors {
	t.Helper()
	r, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	document, err := spec.Load(r, "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return resolve(t, document, policies...)
}

func resolve(t *testing.T, document *spec.Document, policies ...*policy.Policy) spec.Errors {
	t.Helper()
	_, _, err := overlays.Compiler{Policies: policies}.Resolve(t.Context(), document)
	errs := spec.AsErrors(err)
	if err != nil && errs == nil {
		t.Fatal(err)
	}
	return errs
}

// TestExample: the example meets its policy.
func TestExample(t *testing.T) {
	if errs := judged(t, "../../examples/policy/blog.yaml", load(t, example), nil); len(errs) > 0 {
		t.Error(errs)
	}
}

// TestBreaks: a stack that breaks every rule of the example, and what is said of it.
func TestBreaks(t *testing.T) {
	errs := judged(t, "testdata/breaks.yaml", load(t, example))
	got := errs.Error() + "\n"
	if *update {
		if err := os.WriteFile("testdata/breaks.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/breaks.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("go test ./pkg/policy -update rewrites what is expected; got\n%s", got)
	}
	for _, field := range []string{
		"namespaces", "kinds", "hosts", "images", "secrets", "claims", "serviceAccounts", "priorityClasses", "tolerations",
		"annotations", "serviceTypes", "network.required", "network.from.cidrs", "network.from.namespaces",
		"network.to.cidrs", "network.to.namespaces", "loweredSecurity",
	} {
		if !strings.Contains(got, "; spec."+field+" at ") {
			t.Errorf("nothing breaks %s", field)
		}
	}
	for _, s := range policy.Security("").Enum() {
		if !strings.Contains(got, s) {
			t.Errorf("nothing lowers %s", s)
		}
	}
	for _, e := range errs {
		if e.Code != spec.CodePolicy || e.Severity != spec.SeverityError || e.Line == 0 {
			t.Errorf("%s: code %s, severity %s", e, e.Code, e.Severity)
		}
	}
}

// TestCluster: what belongs to the cluster is refused where namespaces are limited and kinds are not.
func TestCluster(t *testing.T) {
	p := &policy.Policy{DjangoStackPolicy: policy.DjangoStackPolicy{Metadata: policy.Metadata{Name: "acme"}}}
	p.Spec.Namespaces = []policy.Pattern{"*"}
	got := judged(t, "testdata/breaks.yaml", p).Error()
	want := "stack.yaml:58:5: spec.manifests.rights: the policy acme does not allow the kind " +
		"ClusterRoleBinding.rbac.authorization.k8s.io, which is of the cluster, of rogue; its spec.namespaces is about " +
		"namespaces, and spec.kinds does not say which kinds may be outside of them"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestNoOpinion: a policy without a list says nothing about it.
func TestNoOpinion(t *testing.T) {
	if errs := judged(t, "testdata/breaks.yaml", &policy.Policy{}); len(errs) > 0 {
		t.Error(errs)
	}
}
