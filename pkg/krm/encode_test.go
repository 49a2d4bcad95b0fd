package krm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEcho pins when the stack itself is left out of the answer: only where
// kustomize would drop it anyway.
func TestEcho(t *testing.T) {
	run := `      config.kubernetes.io/function: "exec: {path: djangostack}"` + "\n"
	local := `      config.kubernetes.io/local-config: "true"` + "\n"
	path := "      internal.config.kubernetes.io/path: stack.yaml\n"
	tests := []struct {
		reason, annotations, name, config string
		stays                             bool
	}{
		{"kustomize gives a generator its own configuration, to be dropped", run + local, "shop", stackYAML, false},
		{"kpt's has a file, which would be deleted", run + local + path, "shop", stackYAML, true},
		{"somebody's list is not kustomize's", local, "shop", stackYAML, true},
		{"another stack is another's", run + local, "other", stackYAML, true},
		{"a transformer's stack is a resource, which a second transformer may want", run + local, "shop", parameters, true},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			item := strings.Replace(asItem(stackYAML), `      config.kubernetes.io/local-config: "true"`+"\n", test.annotations, 1)
			item = strings.Replace(item, "name: shop\n", "name: "+test.name+"\n", 1)
			items, _ := succeed(t, listOf(item, test.config))
			if stays := strings.Contains(items[0], "kind: DjangoStack"); stays != test.stays {
				t.Errorf("stays: %v\n%s", stays, items[0])
			}
		})
	}
}

// TestPortions: what the encoder holds at a time does not grow with the list.
func TestPortions(t *testing.T) {
	for _, c := range []struct {
		items int
		of    string
	}{
		{3000, "a"},
		{20, "[" + strings.Repeat("[], ", 3000) + "]"},
		{300, strings.Repeat("[", 40) + strings.Repeat("]", 40)},
	} {
		l, err := parse(strings.NewReader(listOf(strings.Repeat("- {a: "+c.of+"}\n", c.items), stackYAML)))
		if err != nil {
			t.Fatal(err)
		}
		one := countNodes(l.items.Content[0])
		total := 0
		for some, rest := chunk(l.items.Content); len(some) > 0; some, rest = chunk(rest) {
			total += len(some)
			if n := len(some) * one; n > 2000+one {
				t.Errorf("%d values at a time", n)
			}
		}
		if total != c.items {
			t.Errorf("%d items", total)
		}
	}
	_, want := succeed(t, listOf(strings.Repeat(foreign, 200), stackYAML))
	if !strings.Contains(want, strings.Repeat(foreign, 200)) {
		t.Error("items of others lose something between portions")
	}
}

// TestAnyOrderOfFields: hosts write items first, people need not.
func TestAnyOrderOfFields(t *testing.T) {
	want, _ := succeed(t, listOf(foreign, stackYAML))
	_, config, _ := strings.Cut(listOf(foreign, stackYAML), "functionConfig:\n")
	got, out := succeed(t, "kind: ResourceList\nfunctionConfig:\n"+config+"items:\n"+foreign+"apiVersion: config.kubernetes.io/v1\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, again := succeed(t, out); again != out {
		t.Error("a second run changes something")
	}
}

// TestEmptyItemsFirst: what comes before the items may be nothing.
func TestEmptyItemsFirst(t *testing.T) {
	want, _ := succeed(t, listOf("", stackYAML))
	_, config, _ := strings.Cut(listOf("", stackYAML), "functionConfig:\n")
	got, out := succeed(t, "items: []\napiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n"+config)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(out, "items:\n") {
		t.Errorf("begins with %q", out[:min(20, len(out))])
	}
}

// TestTextSurvives puts values into an object that YAML writes in its more
// delicate ways: the objects are indented as text.
func TestTextSurvives(t *testing.T) {
	values := map[string]string{
		"A": "", "B": " leading", "C": "\n\n  indented first\nthen not\n\n", "D": "trailing \n\ttab", "E": "---\n- x\n# y\n",
		"F": strings.Repeat("long words ", 30), "G": "|", "H": "null", "I": "\u2028 \u0085 \U0001F600", "J": "a\r\nb", "K": "a\nb\u2028c",
	}
	env := "{"
	for _, key := range []string{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K"} {
		env += key + ": " + string(mustJSON(t, values[key])) + ", "
	}
	text := strings.Replace(stackYAML, "hosts:", "env: "+env+"}, hosts:", 1)
	for _, in := range []string{listOf("", text), asJSON(t, listOf("", text))} {
		items, _ := succeed(t, in)
		want := rendered(t, strings.ReplaceAll("\n"+text, "\n  ", "\n"), "prod")
		if diff := cmp.Diff(want, sorted(t, items)); diff != "" {
			t.Error(diff)
		}
	}
}
