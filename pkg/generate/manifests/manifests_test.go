package manifests_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

const head = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop, labels: {team: web}}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.4.2"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
  databases: {default: {}}
  environments: {prod: {}}
`

// indented is a template as a block of a stack's file.
func indented(text string) string {
	return "        " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n        ") + "\n"
}

// resolve returns a stack, and what is wrong with it or seldom meant, a line each.
func resolve(t *testing.T, text string) (*overlays.Resolved, []string) {
	t.Helper()
	doc, err := spec.Load(strings.NewReader(text), "")
	if doc == nil || err != nil {
		t.Fatal(err)
	}
	r, warnings, err := overlays.Compiler{}.Resolve(t.Context(), doc)
	var lines []string
	for _, e := range spec.JoinErrors(spec.AsErrors(err), warnings) {
		lines = append(lines, strings.TrimPrefix(e.Path+": "+e.Message, "spec.manifests."))
	}
	if err != nil && lines == nil {
		lines = []string{err.Error()}
	}
	return r, lines
}

func TestMessages(t *testing.T) {
	const object = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: extra}\n"
	for _, tt := range []struct{ reason, in, want string }{
		{"an unknown field", object + "spec:\n  replcas: 3\n", `x.template: line 5 (line 5 of what it renders): spec.replcas: unknown field; did you mean "replicas"?`},
		{
			"an unknown field in a list", object + "spec:\n  template:\n    spec:\n      containers:\n      - {name: a}\n      - name: b\n        imagee: c\n",
			`x.template: line 10 (line 10 of what it renders): spec.template.spec.containers[1].imagee: unknown field; did you mean "image"?`,
		},
		{"a wrong type", object + "spec:\n  replicas: \"3\"\n", `x.template: line 5 (line 5 of what it renders): spec.replicas: must be a whole number, and text is given; correct it`},
		{
			"no quantity", "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: a}\nspec: {hard: {cpu: many}}\n",
			`x.template: line 1 (line 1 of what it renders): quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'; correct it`,
		},
		{"no kind", "apiVersion: v1\nmetadata: {name: a}\n", `x.template: line 1 (line 1 of what it renders): kind: missing; write the kind of the object`},
		{"no name", "apiVersion: v1\nkind: Service\nmetadata: {labels: {a: b}}\n", `x.template: line 3 (line 3 of what it renders): metadata.name: missing; write the name of the object`},
		{"no object", "- a\n", `x.template: line 1 (line 1 of what it renders): must be an object; write apiVersion, kind and metadata.name`},
		{
			"a name that no cluster takes", "apiVersion: v1\nkind: Service\nmetadata:\n  name: A_b\n",
			`x.template: line 4 (line 4 of what it renders): metadata.name: v1 Service A_b: the name must be of lower-case letters, digits, '-' and '.', for some kinds without '.'; correct it`,
		},
		{
			"an object of the stack", "apiVersion: v1\nkind: Service\nmetadata: {name: shop-web}\n",
			`x.template: line 3 (line 3 of what it renders): metadata.name: the component web makes a Service shop-web, too; write another name`,
		},
		{
			"a policy of the stack", "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: shop-default-deny}\n",
			`x.template: line 3 (line 3 of what it renders): metadata.name: the stack makes a NetworkPolicy shop-default-deny, too; write another name`,
		},
		{
			"the same object twice", "{{ range list 1 2 }}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n{{ end }}",
			`x.template: line 5 (line 10 of what it renders): metadata.name: ConfigMap a is an object of the manifest x, too; rename one of them`,
		},
		{
			"a Secret", "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: b}\n",
			`x.template: line 2 (line 2 of what it renders): kind: a Secret with data must not stand in what is generated, for all to read; create it in the cluster, or have an operator make it of a SealedSecret or an ExternalSecret`,
		},
		{
			"the pods of another component", object + "spec:\n  template:\n    metadata:\n      labels: {{- toYaml .Stack.Components.web.PodLabels | nindent 8 }}\n",
			`x.template: line 3 (line 3 of what it renders): metadata: its pods have the labels of web, and Services and network policies would take them for its pods; write other labels, or .Component.PodLabels`,
		},
		{
			"a label that no cluster takes", "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  labels: {a b: c}\n",
			`x.template: line 1 (line 1 of what it renders): label "a b": the key must be one such as team or example.com/team; choose another`,
		},
		{
			"a ServiceAccount that nobody makes",
			object + "spec:\n  template:\n    metadata:\n      labels: {{- toYaml .Component.PodLabels | nindent 8 }}\n    spec:\n      serviceAccountName: {{ .Component.Name }}\n",
			`x.template: line 9 (line 13 of what it renders): spec.template.spec.serviceAccountName: the ServiceAccount shop-manifest-x is made for a manifest with ports or uses; add one of them to the manifest, render a ServiceAccount, or remove the line`,
		},
		{
			"in a List", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: a}\n  spec: {port: 3}\n",
			`x.template: line 7 (line 7 of what it renders): spec.port: unknown field; did you mean "ports"?`,
		},
		{"no YAML", "a: b: c\n", `x.template: line 1 (line 1 of what it renders): a ": " is not expected here; quote the value if the colon belongs to it, else check the indentation`},
		{"a misspelt value", "\n{{ .Values.serch }}", `x.template: line 2: .Values.serch is not set; did you mean "search"?`},
		{"Helm's release", "{{ .Release.Name }}", `x.template: line 1: .Release is not set; write .Stack.Name for the name, .Stack.Namespace for the namespace`},
		{"a refused function", "{{ randAlpha 3 }}", `x.template: line 1: function randAlpha is refused: it is random, so that each run would render something else; write the value, or have the cluster make it`},
		{
			"a CustomResourceDefinition's scope", "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: a, namespace: b}\n",
			`x.template: line 3 (line 3 of what it renders): metadata.name: cert-manager.io/v1 ClusterIssuer a: must not have a namespace; a ClusterIssuer belongs to the cluster`,
		},
	} {
		_, got := resolve(t, head+"  values: {search: {a: b}}\n  manifests:\n    x:\n      template: |2\n"+indented(tt.in))
		if diff := cmp.Diff([]string{tt.want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// TestTwoManifests: a mistake stands in the template that has it, whoever includes that.
func TestTwoManifests(t *testing.T) {
	_, got := resolve(t, head+`  manifests:
    a: {template: '{{ include "b" . }}'}
    b: {template: '{{ .Values.c }}'}
`)
	const missing = `b.template: line 1: .Values.c is not set; set it, or ask for it with default, if or hasKey`
	if diff := cmp.Diff([]string{missing}, got); diff != "" {
		t.Error(diff)
	}
	_, got = resolve(t, head+`  manifests:
    a: {template: '{{- /* nothing */}}', ports: {http: 80}}
`)
	if diff := cmp.Diff([]string{"a: has ports or uses, and no pod that it renders has the labels of .Component.PodLabels; " +
		"give them to its pod template, or remove ports and uses"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestUsesOfOneComponent: a manifest connects to components by their names, as others do, and to
// none that is not there.
func TestUsesOfOneComponent(t *testing.T) {
	const head = head + "  services: {store: {image: \"store:1\", ports: {http: 9000}}}\n  manifests:\n    bucket:\n" +
		"      template: \"{{- /* nothing */}}\"\n"
	resolved, _ := resolve(t, head+"      uses: [databases, service-store]\n")
	var ends []string
	for _, edge := range resolved.Environment("prod").Edges {
		if edge.From == "manifest-bucket" {
			ends = append(ends, edge.To)
		}
	}
	if diff := cmp.Diff([]string{"database", "service-store"}, ends); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	_, got := resolve(t, head+"      uses: [databases, service-stor]\n")
	want := `bucket.uses[1]: there is no component "service-stor"; did you mean "service-store"?`
	if !slices.Contains(got, want) {
		t.Errorf("got %q, without %s", got, want)
	}
}
