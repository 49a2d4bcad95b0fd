package patch_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/patch"
)

const service = `{kind: Service, spec: {ports: [{port: 80}, {port: 81}], selector: {a.b/c: d}}}`

func TestOperations(t *testing.T) {
	for _, tt := range []struct{ reason, patch, want string }{
		{"add behind the end", `[{op: add, path: /spec/ports/-, value: {port: 82}}]`, `{spec: {ports: [{port: 80}, {port: 81}, {port: 82}]}}`},
		{"add before another", `[{op: add, path: /spec/ports/0, value: {port: 79}}]`, `{spec: {ports: [{port: 79}, {port: 80}, {port: 81}]}}`},
		{"replace under a key with a slash", `[{op: replace, path: /spec/selector/a.b~1c, value: x}]`, `{spec: {selector: {a.b/c: x}}}`},
		{"remove", `[{op: remove, path: /spec/ports/0}]`, `{spec: {ports: [{port: 81}]}}`},
		{"move", `[{op: move, from: /spec/selector, path: /spec/labels}]`, `{spec: {labels: {a.b/c: d}}}`},
		{"copy, then change", `[{op: copy, from: /spec/ports/0, path: /spec/ports/-}, {op: replace, path: /spec/ports/2/port, value: 9}]`, `{spec: {ports: [{port: 80}, {port: 81}, {port: 9}]}}`},
		{"a test that holds", `[{op: test, path: /kind, value: Service}, {op: add, path: /spec/type, value: NodePort}]`, `{spec: {type: NodePort}}`},
		{"null is a value", `[{op: add, path: /spec/type, value: null}]`, `{spec: {type: null}}`},
		{"a large number", `[{op: add, path: /spec/big, value: 9007199254740993}]`, `{spec: {big: 9007199254740993}}`},

		{"no such member", `[{op: remove, path: /spec/type}, {op: remove, path: /kind}]`, "[0]: the object has nothing at /spec/type; correct the pointer"},
		{"the one of many that fails", `[{op: remove, path: /spec/ports/0}, {op: remove, path: /spec/ports/0}, {op: remove, path: /spec/ports/0}, {op: remove, path: /kind}]`, "[2]: the object has nothing at /spec/ports/0; correct the pointer"},
		{"after a copy", `[{op: copy, from: /kind, path: /type}, {op: remove, path: /type}, {op: remove, path: /type}]`, "[2]: the object has nothing at /type; correct the pointer"},
		{"nowhere to add to", `[{op: add, path: /status/a, value: 1}]`, "[0]: the object has no place at /status/a; add what is around it first, or correct the pointer"},
		{"no such item", `[{op: add, path: /spec/ports/7, value: 1}]`, "[0]: the object has no place at /spec/ports/7; add what is around it first, or correct the pointer"},
		{"a scalar has no members", `[{op: add, path: /kind/a, value: 1}]`, "[0]: the object has no place at /kind/a; add what is around it first, or correct the pointer"},
		{"nothing to move", `[{op: move, from: /a, path: /b}]`, "[0]: the object has nothing at /a, or no place for it at /b; correct the pointers"},
		{"a test that does not hold", `[{op: test, path: /kind, value: Pod}]`, "[0]: the object has another value at /kind, or none; correct the value, or remove the test"},
		{"a test of nothing", `[{op: test, path: /a, value: 1}]`, "[0]: the object has another value at /a, or none; correct the value, or remove the test"},
		{"doubled again and again", "[{op: add, path: /a, value: {}}" + strings.Repeat(", {op: copy, from: /a, path: /a/b}", 30) + "]", "[21]: makes the object too large; copy less"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			var object map[string]any
			parse(t, service, &object)
			got, wrong := read(t, tt.patch).Apply(object, nil)
			if wrong != nil {
				if wrong.Error() != tt.want {
					t.Errorf("got %v, want %s", wrong, tt.want)
				}
				return
			}
			var want map[string]any
			parse(t, tt.want, &want)
			spec := got["spec"].(map[string]any)
			for field, value := range want["spec"].(map[string]any) {
				if diff := cmp.Diff(value, spec[field]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", field, diff)
				}
			}
		})
	}
}

// read reads a patch from YAML.
func read(t *testing.T, text string) patch.Body {
	t.Helper()
	var whole map[string]any
	parse(t, "{patch: "+text+"}", &whole)
	body, err := patch.Read(whole["patch"])
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// TestLocate: where in a patch a field of the object is changed.
func TestLocate(t *testing.T) {
	for _, tt := range []struct{ patch, field, want string }{
		{`{spec: {template: {metadata: {labels: {a.b/c: d}}}}}`, "spec.template.metadata.labels.a.b/c", ".spec.template.metadata.labels[a.b/c]"},
		{`{spec: {selector: {}}}`, "spec.selector.matchLabels", ".spec.selector"},
		{`{spec: {replicas: 3}}`, "metadata.name", ""},
		{`{spec: {containers: [{name: a}]}}`, "spec.containers[0].name", ".spec.containers"},
		{`[{op: remove, path: /spec}, {op: add, path: /metadata/labels/a.b~1c, value: x}]`, "metadata.labels.a.b/c", "[1]"},
		{`[{op: remove, path: /spec}, {op: remove, path: /metadata}]`, "spec.selector", "[0]"},
		{`[{op: remove, path: /spec}]`, "metadata", ""},
	} {
		if got := read(t, tt.patch).Locate(tt.field); got != tt.want {
			t.Errorf("%s in %s: got %q, want %q", tt.field, tt.patch, got, tt.want)
		}
	}
}
