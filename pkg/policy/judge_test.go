package policy_test

import (
	"flag"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
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

// TestMutate: what a program's own function makes is judged, at the section of its component.
func TestMutate(t *testing.T) {
	document, err := spec.Load(strings.NewReader(blog), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	document.Stack.Spec.Databases = nil
	c := overlays.Compiler{Policies: []*policy.Policy{parsed(t, "spec: {images: [registry.example/acme/*]}")}}
	c.Mutate = func(_ *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
		for _, o := range objects {
			if pod := stack.PodSpecOf(o); pod != nil {
				pod.Containers = append(pod.Containers, corev1.Container{Name: "agent", Image: "agent"})
			}
		}
		return objects, nil
	}
	_, _, err = c.Resolve(t.Context(), document)
	want := "spec.web: the policy acme does not allow the image docker.io/library/agent:latest of Deployment blog-web; " +
		"spec.images at policy.yaml:4:16 allows registry.example/acme/*"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if _, err := c.Compile(t.Context(), document.Stack); spec.AsErrors(err) == nil {
		t.Errorf("a tree is made: %v", err)
	}
}

// TestExtends: a finding is where the file says it that the stack extends.
func TestExtends(t *testing.T) {
	files := fstest.MapFS{"shared.yaml": {Data: []byte("apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStackDefaults\n" +
		"spec: {environments: {prod: {web: {scheduling: {priorityClass: high}}}}}\n")}}
	loader := spec.Loader{}.In(spec.Repository{FS: files, Path: "stack.yaml"})
	text := strings.Replace(blog, "spec:\n", "spec:\n  extends: [shared.yaml]\n", 1)
	document, err := loader.Load(strings.NewReader(text), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got := resolve(t, document, parsed(t, "spec: {priorityClasses: []}")).Error()
	want := "shared.yaml:3:64: spec.environments.prod.web.scheduling.priorityClass: the policy acme does not allow the " +
		"PriorityClass high of Deployment blog-web; spec.priorityClasses at policy.yaml:4:25 allows none"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
