package krm

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/kyaml/fn/framework"
	"sigs.k8s.io/kustomize/kyaml/kio"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// stackYAML is a small DjangoStack, indented as an item or the functionConfig.
const stackYAML = `  apiVersion: djangostack.dev/v1alpha1
  kind: DjangoStack
  metadata:
    name: shop
    annotations:
      djangostack.dev/environment: prod
      config.kubernetes.io/local-config: "true"
  spec:
    image: {repository: registry.example/acme/shop, tag: "1.4.2"}
    django: {settings: shop.settings, hosts: [shop.example.com]}
    databases: {default: {}}
`

// listOf is a ResourceList of items, each written "- …", and a functionConfig.
func listOf(items, config string) string {
	if items == "" {
		items = "items: []\n"
	} else {
		items = "items:\n" + items
	}
	if config != "" {
		config = "functionConfig:\n" + config
	}
	return "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n" + items + config
}

// asItem is the stack as an item of a list.
func asItem(text string) string { return "- " + strings.TrimPrefix(text, "  ") }

const parameters = `  apiVersion: v1
  kind: ConfigMap
  metadata: {name: djangostack}
  data: {environment: prod}
`

// call runs the function.
func call(in string) (out, log string, err error) {
	var stdout, stderr bytes.Buffer
	err = Run(context.Background(), overlays.Compiler{}, strings.NewReader(in), &stdout, &stderr)
	return stdout.String(), stderr.String(), err
}

// succeed runs the function and reads its answer as a host does, with kyaml.
func succeed(t *testing.T, in string) (items []string, out string) {
	t.Helper()
	out, log, err := call(in)
	if err != nil {
		t.Fatalf("%v: %s", err, log)
	}
	return itemsOf(t, out), out
}

func itemsOf(t *testing.T, out string) []string {
	t.Helper()
	reader := kio.ByteReadWriter{Reader: strings.NewReader(out), KeepReaderAnnotations: true, OmitReaderAnnotations: true}
	nodes, err := reader.Read()
	if err != nil {
		t.Fatalf("kyaml cannot read the answer: %v\n%s", err, out)
	}
	if reader.WrappingKind != listKind {
		t.Fatalf("the answer is no %s but %q", listKind, reader.WrappingKind)
	}
	var items []string
	for _, n := range nodes {
		items = append(items, n.MustString())
	}
	return items
}

// resultsOf reads the results by kyaml's own types, which know no other field.
func resultsOf(t *testing.T, out string) framework.Results {
	t.Helper()
	var list struct {
		Results yaml.Node `yaml:"results"`
	}
	if err := yaml.Unmarshal([]byte(out), &list); err != nil {
		t.Fatal(err)
	}
	var all framework.Results
	text, err := yaml.Marshal(&list.Results)
	if err != nil {
		t.Fatal(err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

// rendered are the documents render prints of a stack's file.
func rendered(t *testing.T, text, environment string) []string {
	t.Helper()
	doc, err := spec.Load(strings.NewReader(text), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	merged, err := doc.Stack.Effective(environment)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := overlays.Encode(stacktest.Objects(stacktest.Resolve(merged)))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, d := range documents {
		all = append(all, string(d))
	}
	return all
}

// TestOutputIsRender holds every example in every environment, through a host's
// reader, to the bytes of render, with the stack as functionConfig and as item.
func TestOutputIsRender(t *testing.T) {
	names, err := os.ReadDir("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, name := range names {
		file := "../../examples/" + name.Name() + "/stack.yaml"
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		doc, err := spec.Load(bytes.NewReader(data), file)
		if err != nil {
			t.Fatal(err)
		}
		for _, environment := range doc.Stack.EnvironmentNames() {
			ran++
			t.Run(name.Name()+"/"+environment, func(t *testing.T) {
				want := rendered(t, string(data), environment)
				item := "- " + strings.TrimPrefix(indent(string(data)), "  ")
				config := strings.Replace(parameters, "prod", environment, 1)
				got, _ := succeed(t, listOf(item, config))
				if diff := cmp.Diff(want, sorted(t, got[1:])); diff != "" {
					t.Errorf("as an item: %s", diff)
				}
				annotated := withAnnotation(t, data, environment)
				got, _ = succeed(t, listOf("", indent(annotated)))
				if diff := cmp.Diff(want, sorted(t, got)); diff != "" {
					t.Errorf("as functionConfig: %s", diff)
				}
			})
		}
	}
	if ran == 0 {
		t.Fatal("no examples")
	}
}

// indent puts a file two columns in.
func indent(text string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if strings.TrimSpace(line) != "" {
			lines[i] = "  " + line
		}
	}
	return strings.Join(lines, "")
}

func withAnnotation(t *testing.T, data []byte, environment string) string {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	metadata := get(root.Content[0], "metadata")
	metadata.Style = 0
	annotate(root.Content[0], scalar(stack.AnnotationEnvironment), scalar(environment))
	text, err := yaml.Marshal(&root)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// sorted is each object as render writes one: kyaml keeps the order of keys but
// has its own way with quotes and long lines.
func sorted(t *testing.T, documents []string) []string {
	t.Helper()
	var all []string
	for _, d := range documents {
		all = append(all, canonical(t, d))
	}
	return all
}
