package kustomize

import (
	"errors"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/kustomize/kyaml/yaml/merge2"
	sigsyaml "sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/tree"
)

func parse(t *testing.T, s string) *tree.Node {
	t.Helper()
	var out any
	if err := sigsyaml.Unmarshal([]byte(s), &out); err != nil {
		t.Fatal(err)
	}
	normal, err := encode.Tree(out)
	if err != nil {
		t.Fatal(err)
	}
	return &normal
}

// deployment wraps a container's fields; anything else in a pod spec goes
// after them.
func deployment(container string) string {
	return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [" + container + "]}}}\n"
}

func TestCreatePatch(t *testing.T) {
	service := func(spec string) string {
		return "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: " + spec + "\n"
	}
	custom := func(spec string) string {
		return "apiVersion: example.com/v1\nkind: Queue\nmetadata: {name: q}\nspec: " + spec + "\n"
	}
	tests := []struct {
		reason, base, want, patch string
	}{
		{"equal objects need no patch", service("{a: b}"), service("{a: b}"), ""},
		{"a scalar replaces", service("{type: ClusterIP}"), service("{type: NodePort}"), "spec: {type: NodePort}"},
		{"null removes a key", service("{type: ClusterIP, a: b}"), service("{a: b}"), "spec: {type: null}"},
		{"a whole map goes as one null", service("{a: b, m: {x: y}}"), service("{a: b}"), "spec: {m: null}"},
		{"a map keeps existing when its last key goes", custom("{emptyDir: {medium: Memory}}"), custom("{emptyDir: {}}"), "spec: {emptyDir: {medium: null}}"},
		{"an empty map is a value", custom("{a: b}"), custom("{a: b, emptyDir: {}}"), "spec: {emptyDir: {}}"},
		{"lists of custom resources are replaced", custom("{l: [{name: a, v: 1}]}"), custom("{l: [{name: a, v: 2}]}"), "spec: {l: [{name: a, v: 2}]}"},
		{
			"args are atomic", deployment("{name: a, args: [x, y]}"), deployment("{name: a, args: [x]}"),
			"spec: {template: {spec: {containers: [{name: a, args: [x]}]}}}",
		},
		{
			"a first element changes alone", deployment("{name: a, image: x}, {name: b}"), deployment("{name: a, image: y}, {name: b}"),
			"spec: {template: {spec: {containers: [{name: a, image: y}]}}}",
		},
		{
			"a later element takes those before it along, or it would move to the front", deployment("{name: a, env: [{name: A, value: '1'}, {name: B, value: '1'}, {name: C, value: '1'}]}"),
			deployment("{name: a, env: [{name: A, value: '1'}, {name: B, value: '2'}, {name: C, value: '1'}]}"),
			"spec: {template: {spec: {containers: [{name: a, env: [{name: A}, {name: B, value: '2'}]}]}}}",
		},
		{
			"an element goes by $patch: delete", deployment("{name: a, image: x}, {name: b, image: y}"), deployment("{name: a, image: x}"),
			"spec: {template: {spec: {containers: [{name: b, $patch: delete}]}}}",
		},
		{
			"swapping two names the first only", deployment("{name: a, image: x}, {name: b, image: y}"), deployment("{name: b, image: y}, {name: a, image: x}"),
			"spec: {template: {spec: {containers: [{name: b}]}}}",
		},
		{
			"when nothing stays, replacing reads better than deleting", deployment("{name: a, env: [{name: A, value: '1'}, {name: B, value: '1'}]}"), deployment("{name: a, env: [{name: C, value: '1'}]}"),
			"spec: {template: {spec: {containers: [{name: a, env: [{$patch: replace}, {name: C, value: '1'}]}]}}}",
		},
		{
			"lists with two keys come out in another order, so they are replaced", service("{ports: [{port: 80, name: a}]}"), service("{ports: [{port: 80, name: b}]}"),
			"spec: {ports: [{$patch: replace}, {port: 80, name: b}]}",
		},
		{
			"a volume changes its kind", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {volumes: [{name: v, emptyDir: {}}]}",
			"apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {volumes: [{name: v, secret: {secretName: s}}]}",
			"spec: {volumes: [{name: v, emptyDir: null, secret: {secretName: s}}]}",
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			base, want := parse(t, test.base), parse(t, test.want)
			got, err := CreatePatch(base, want, nil)
			if err != nil {
				t.Fatal(err)
			}
			if test.patch == "" {
				if got != nil {
					t.Fatalf("patch %v, want none", got)
				}
				return
			}
			if d := tree.Difference(got, parse(t, test.patch), "patch"); d != "" {
				t.Error(d)
			}
			typed := got.With(*base.Get("apiVersion"), "apiVersion")
			typed = typed.With(*base.Get("kind"), "kind")
			if d := tree.Difference(kustomizeMerge(t, base, &typed), want, "kustomize"); d != "" {
				t.Error(d)
			}
		})
	}
}

func kustomizeMerge(t *testing.T, base, patch *tree.Node) *tree.Node {
	t.Helper()
	node := func(v *tree.Node) *yaml.RNode {
		data, err := encode.Marshal(*v)
		if err != nil {
			t.Fatal(err)
		}
		return yaml.MustParse(string(data))
	}
	out, err := merge2.Merge(node(patch), node(base), yaml.MergeOptions{ListIncreaseDirection: yaml.MergeOptionsListPrepend})
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, out.MustString())
}

func TestCreatePatchRefuses(t *testing.T) {
	tests := []struct{ reason, base, want string }{
		{"kustomize joins elements with one name", deployment("{name: a, env: [{name: A, value: '1'}, {name: A, value: '2'}]}"), deployment("{name: a}")},
		{"kustomize drops elements without a key", deployment("{name: a, volumeMounts: [{name: x}]}"), deployment("{name: a}")},
		{"kustomize drops nulls", deployment("{name: a, image: null}"), deployment("{name: a}")},
		{"kustomize fails when a map becomes a list", deployment("{name: a, x: {}}"), deployment("{name: a, x: []}")},
		{"finalizers merge as a set, in an order of their own", "apiVersion: v1\nkind: Pod\nmetadata: {finalizers: [a]}", "apiVersion: v1\nkind: Pod\nmetadata: {finalizers: [b]}"},
		{"ports alike in containerPort need a protocol each", deployment("{name: a, ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}]}"), deployment("{name: a}")},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			if patch, err := CreatePatch(parse(t, test.base), parse(t, test.want), nil); !errors.Is(err, errNotMergeable) {
				t.Errorf("patch %v, error %v, want it refused", patch, err)
			}
		})
	}
}

// TestMergeableBesideKnown: what is shared with a mergeable object is not looked at
// again, and all else is.
func TestMergeableBesideKnown(t *testing.T) {
	box := parse(t, `
apiVersion: example.com/v1
kind: Box
inner:
  apiVersion: example.com/v1
  kind: Thing
  spec: {template: {spec: {containers: [{image: a}]}}}
`)
	pod := parse(t, deployment("{name: a, env: [{name: A, value: '1'}]}"))
	for _, tc := range []struct {
		reason    string
		known     *tree.Node
		edit      func(tree.Node) tree.Node
		mergeable bool
	}{
		{"nothing changed", pod, func(n tree.Node) tree.Node { return n }, true},
		{"a change beside", pod, func(n tree.Node) tree.Node {
			return n.With(tree.OfInt(2), "spec", "replicas")
		}, true},
		{"a null beside", pod, func(n tree.Node) tree.Node {
			return n.With(tree.Node{}, "spec", "replicas")
		}, false},
		{"a second element of one name", pod, func(n tree.Node) tree.Node {
			one := n.Elements("spec", "template", "spec", "containers")[0]
			return n.With(tree.OfList(one, one), "spec", "template", "spec", "containers")
		}, false},
		{"the same list, which another kind keys", box, func(n tree.Node) tree.Node {
			n = n.With(tree.OfString("apps/v1"), "inner", "apiVersion")
			return n.With(tree.OfString("Deployment"), "inner", "kind")
		}, false},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			s := schemaOf(tc.known, nil)
			if err := mergeable(tc.known, nil, s); err != nil {
				t.Fatal(err)
			}
			edited := tc.edit(*tc.known)
			for _, known := range []*tree.Node{nil, tc.known} {
				if err := mergeable(&edited, known, s); (err == nil) != tc.mergeable {
					t.Errorf("beside %v: %v", known, err)
				}
			}
		})
	}
}
