package krm

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/worktest"
)

// FuzzRun: whatever comes in, the answer is one list or none; after an error its
// items are those that came in, else they are what a second run makes of them.
func FuzzRun(f *testing.F) {
	for _, in := range []string{
		listOf("", stackYAML),
		listOf(foreign+asItem(stackYAML), parameters),
		listOf("- {apiVersion: v1, kind: Service, metadata: {name: shop-web, namespace: shop-prod, "+
			"annotations: {config.kubernetes.io/path: &p a.yaml, mine: *p}}}\n", stackYAML),
		listOf("- {apiVersion: v1, kind: ConfigMap, metadata: {name: theirs, labels: {}, !nnotations: {}}, data: }\n", parameters),
		"{\"kind\": \"ResourceList\",\n\t\"apiVersion\": \"config.kubernetes.io\\/v1\", \"items\": [{\"a\": \"\u0085\"}]}",
	} {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		var out, log string
		var err error
		worktest.Bounded(t, len(in), 10_000, func() { out, log, err = call(in) })
		switch {
		case err != nil && !errors.Is(err, ErrFindings):
			t.Fatal(err)
		case out == "" && log == "":
			t.Fatal("neither an answer nor a reason")
		case out == "":
			return
		}
		items := itemsIn(t, out)
		if err != nil {
			if diff := cmp.Diff(itemsIn(t, in), items); diff != "" {
				t.Fatalf("after an error: %s", diff)
			}
			return
		}
		again, log, err := call(out)
		if err != nil {
			t.Fatalf("a second run: %v, %s", err, log)
		}
		if diff := cmp.Diff(items, itemsIn(t, again)); diff != "" {
			t.Fatalf("a second run: %s", diff)
		}
	})
}

// itemsIn are the items of a text's one list, as they are written.
func itemsIn(t *testing.T, text string) []string {
	t.Helper()
	l, err := parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var items []string
	for _, item := range l.items.Content {
		items = append(items, outline(item))
	}
	return items
}

// outline is all of a node but comments and layout; it follows no alias.
func outline(n *yaml.Node) string {
	var content []string
	for _, child := range n.Content {
		content = append(content, outline(child))
	}
	tag, value := "", n.Value
	if n.Kind != yaml.AliasNode {
		tag = n.ShortTag()
	}
	if tag == "!!null" {
		value = "" // which is one way to write it
	}
	return fmt.Sprintf("&%s%s%q%s", n.Anchor, tag, value, content)
}
