package krm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/kustomize/kyaml/fn/framework"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
)

func TestResults(t *testing.T) {
	typo := strings.Replace(stackYAML, "default: {}", "default: {engin: mysql}", 1)
	const message = `unknown field; did you mean "engine"?`
	of := &kyaml.ResourceIdentifier{
		TypeMeta: kyaml.TypeMeta{APIVersion: "djangostack.dev/v1alpha1", Kind: "DjangoStack"},
		NameMeta: kyaml.NameMeta{Name: "shop"},
	}
	field := &framework.Field{Path: "spec.databases.default.engin"}
	hosted := func(annotations string) string {
		return strings.Replace(typo, "annotations:\n", "annotations:\n"+annotations, 1)
	}
	tests := []struct {
		reason, in, log string
		want            framework.Result
	}{
		{
			"a list nobody rewrote has the lines its writer sees",
			listOf("", typo), "<stdin>:15:27: spec.databases.default.engin: " + message,
			framework.Result{
				Message: message, Severity: framework.Error, ResourceRef: of, Field: field,
				Tags: map[string]string{"line": "15", "column": "27"},
			},
		},
		{
			"kustomize sorts keys and drops comments: a line would be nobody's",
			listOf(asItem(hosted("      internal.config.kubernetes.io/id: '1'\n")), typo),
			"DjangoStack shop: spec.databases.default.engin: " + message,
			framework.Result{Message: message, Severity: framework.Error, ResourceRef: of, Field: field},
		},
		{
			"kpt knows the file, and has dropped its empty lines",
			listOf("", hosted("      internal.config.kubernetes.io/path: 'a/stack.yaml'\n      internal.config.kubernetes.io/index: '2'\n")),
			"a/stack.yaml: spec.databases.default.engin: " + message,
			framework.Result{
				Message: message, Severity: framework.Error, ResourceRef: of, Field: field,
				File: &framework.File{Path: "a/stack.yaml", Index: 2},
			},
		},
		{
			"older hosts have older annotations",
			listOf("", hosted("      config.kubernetes.io/path: 'a/stack.yaml'\n")),
			"a/stack.yaml: spec.databases.default.engin: " + message,
			framework.Result{
				Message: message, Severity: framework.Error, ResourceRef: of, Field: field,
				File: &framework.File{Path: "a/stack.yaml"},
			},
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			out, log, _ := call(test.in)
			if log != test.log+"\n" {
				t.Errorf("log: got %s want %s", log, test.log)
			}
			if diff := cmp.Diff(framework.Results{&test.want}, resultsOf(t, out)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAllMistakesAtOnce(t *testing.T) {
	in := listOf("", strings.NewReplacer("default: {}", "default: {engin: mysql}", "environment: prod", "environment: prd", "1.4.2", "la:test").Replace(stackYAML))
	out, log, _ := call(in)
	if got := len(resultsOf(t, out)); got != 3 || strings.Count(log, "\n") != 3 {
		t.Errorf("%d results, want 3: %s", got, log)
	}
}

func TestEarlierResultsStay(t *testing.T) {
	in := listOf("", strings.Replace(stackYAML, "default: {}", "default: {engin: mysql}", 1)) + "results:\n- message: by another function\n  severity: info\n"
	out, _, _ := call(in)
	if got := resultsOf(t, out); len(got) != 2 || got[0].Message != "by another function" {
		t.Errorf("got %v", got)
	}
}

// TestNamespaceOfTheHost pins what `namespace:` of a kustomization does to a
// stack among the resources: its objects go where the stack went.
func TestNamespaceOfTheHost(t *testing.T) {
	moved := strings.Replace(stackYAML, "name: shop\n", "name: shop\n    namespace: theirs\n", 1)
	got, _ := succeed(t, listOf("", moved))
	said := strings.Replace(stackYAML, "databases:", "namespace: {name: theirs}\n    databases:", 1)
	want, _ := succeed(t, listOf("", said))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("as if spec.namespace.name said so: %s", diff)
	}
}

// TestWarnings pins that only the environment being made is warned about: a
// build of dev that speaks of prod every time is not read for long.
func TestWarnings(t *testing.T) {
	plain := strings.Replace(stackYAML, "databases:", "expose: {ingress: {class: traefik}}\n    databases:", 1)
	out, log, err := call(listOf("", plain))
	if err != nil || !strings.Contains(log, "spec.expose: warning: ") || resultsOf(t, out)[0].Severity != framework.Warning {
		t.Errorf("%v: %s", err, log)
	}
	if _, log, _ := call(listOf("", strings.Replace(plain, "environment: prod", "environment: dev", 1))); log != "" {
		t.Errorf("dev: %s", log)
	}
}
