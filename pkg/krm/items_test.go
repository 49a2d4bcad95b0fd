package krm

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/worktest"
)

// foreign are items of others, written in ways a parse and a print would lose.
const foreign = `- # keep me
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: theirs, labels: {}, annotations: {}}
  data:
    b: "1" # why
    a: 0x1F
    # last
- apiVersion: example.com/v1
  kind: Odd
  spec: &x
    again: [1.0, ~, yes, "no", 2026-01-01]
    nothing:
  copy: *x
- apiVersion: kustomize.config.k8s.io/v1beta1
  kind: Kustomization
  metadata:
    annotations:
      internal.config.kubernetes.io/annotations-migration-resource-id: '7'
      config.kubernetes.io/local-config: "true"
`

func TestForeignItemsPassThrough(t *testing.T) {
	_, out := succeed(t, listOf(foreign, stackYAML))
	if !strings.Contains(out, foreign) {
		t.Errorf("items of others keep their bytes, comments and place:\n%s", out)
	}
	if i := strings.Index(out, foreign); i > strings.Index(out, "kind: Namespace") {
		t.Error("new objects come after the items that were there")
	}
}

func TestNothingStaysNull(t *testing.T) {
	_, out := succeed(t, listOf("- {a: , b: [ &x , *x], c}\n- ? \n  : 1\n", stackYAML))
	if want := "- {a: null, b: [&x null, *x], c: null}\n- null: 1\n"; !strings.Contains(out, want) {
		t.Errorf("no %q in %q", want, out[:min(len(out), 200)])
	}
}

func TestTwiceIsOnce(t *testing.T) {
	hosted := strings.Replace(stackYAML, "    annotations:\n",
		"    annotations:\n      internal.config.kubernetes.io/path: 'sub/stack.yaml'\n      internal.config.kubernetes.io/index: '0'\n", 1)
	tests := []struct{ reason, in string }{
		{"as functionConfig", listOf(foreign, stackYAML)},
		{"as functionConfig from a file", listOf(foreign, hosted)},
		{"as an item", listOf(foreign+asItem(stackYAML), parameters)},
		{"as an item from a file", listOf(asItem(hosted)+foreign, parameters)},
		{"as JSON", asJSON(t, listOf(foreign, stackYAML))},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			_, first := succeed(t, test.in)
			_, second := succeed(t, first)
			if diff := cmp.Diff(first, second); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTwiceIsOnceForAnyText: random texts, long ones of many words among them, where
// objects have them.
func TestTwiceIsOnceForAnyText(t *testing.T) {
	pieces := []string{
		"words ", "words ", "words ", "a", " ", "  ", "\n", "\t", ": ", " #", "'", "\"", "\\", "- ", "é", "\u00a0", "\u2028",
		"\U0001F600", "{", "%", strings.Repeat("x", 90), "12", "null", "|", "\r",
	}
	r := rand.New(rand.NewPCG(1, 4))
	random := func() string {
		var b strings.Builder
		kinds := 1 + r.IntN(len(pieces))
		for range r.IntN(60) {
			b.WriteString(pieces[r.IntN(kinds)])
		}
		return strings.TrimLeft(b.String(), "\t") // which kustomize cannot build
	}
	hosted := strings.Replace(stackYAML, "    annotations:\n", "    annotations:\n      internal.config.kubernetes.io/path: 'stack.yaml'\n", 1)
	for i := range worktest.Rounds(40) {
		env, files := map[string]any{}, map[string]any{}
		for n := range 10 {
			env[fmt.Sprint("V", n)], files[fmt.Sprint("/etc/", n)] = random(), map[string]any{"content": random()}
		}
		values := strings.TrimSuffix(string(mustJSON(t, map[string]any{"env": env, "files": files})), "}")[1:]
		for _, from := range []string{stackYAML, hosted} {
			in := listOf("", strings.Replace(from, "hosts:", values+", hosts:", 1))
			if i%4 == 0 {
				in = asJSON(t, in)
			}
			first, log, err := call(in)
			if err != nil {
				t.Fatal(values, log)
			}
			if second, _, _ := call(first); second != first {
				t.Fatalf("%s: %s", values, cmp.Diff(first, second))
			}
		}
	}
}

func TestUpsert(t *testing.T) {
	objects, _ := succeed(t, listOf("", stackYAML))
	_, first := succeed(t, listOf("", stackYAML))
	edit := func(old, new string) string {
		if !strings.Contains(first, old) {
			t.Fatalf("%q is not in the list", old)
		}
		return strings.Replace(first, old, new, 1)
	}
	t.Run("a changed object is made anew in its place", func(t *testing.T) {
		got, _ := succeed(t, edit("type: ClusterIP", "type: NodePort"))
		if diff := cmp.Diff(objects, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a host's annotations stay on it", func(t *testing.T) {
		const path = "config.kubernetes.io/path: 'web/service.yaml'"
		in := edit("  kind: Service\n  metadata:\n", "  kind: Service\n  metadata:\n    annotations:\n      "+path+"\n      mine: gone\n")
		got, out := succeed(t, in)
		if !strings.Contains(out, path) || strings.Contains(out, "mine: gone") {
			t.Errorf("the path is the host's, the rest is the object's:\n%s", strings.Join(got, "---\n"))
		}
	})
	t.Run("and are written out, since what they stand for goes", func(t *testing.T) {
		const item = `- apiVersion: v1
  kind: Service
  metadata:
    name: shop-web
    namespace: shop-prod
    labels: {a: &path web/service.yaml, b: &index '0', c: &key config.kubernetes.io/index}
    annotations:
      config.kubernetes.io/path: *path
      internal.config.kubernetes.io/path: &again web/service.yaml
      *key : *index
      config.kubernetes.io/odd: [*path]
  spec: {a: *again}
`
		_, out := succeed(t, listOf(item, stackYAML))
		const want = `    annotations:
      config.kubernetes.io/path: web/service.yaml
      internal.config.kubernetes.io/path: web/service.yaml
      config.kubernetes.io/index: '0'
`
		if !strings.Contains(out, want) {
			t.Errorf("no\n%sin\n%s", want, out)
		}
	})
	t.Run("annotations that are none are not kept", func(t *testing.T) {
		item := "- {apiVersion: v1, kind: Service, metadata: {name: shop-web, namespace: shop-prod, annotations: [a]}}\n"
		got, _ := succeed(t, listOf(item, stackYAML))
		if diff := cmp.Diff(objects[len(objects)-1:], got[len(got)-1:]); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a comment on an object that is right stays", func(t *testing.T) {
		_, out := succeed(t, edit("kind: Service\n", "kind: Service # reviewed\n"))
		if !strings.Contains(out, "# reviewed") {
			t.Error("gone")
		}
	})
	t.Run("another version or namespace is another object", func(t *testing.T) {
		item := "- {apiVersion: v1, kind: Service, metadata: {name: shop-web, namespace: other}}\n"
		got, _ := succeed(t, listOf(item, stackYAML))
		if len(got) != len(objects)+1 {
			t.Errorf("%d items", len(got))
		}
	})
	t.Run("what somebody else wrote under the name is replaced with a warning", func(t *testing.T) {
		item := "- {apiVersion: v1, kind: Service, metadata: {name: shop-web, namespace: shop-prod}}\n"
		out, log, err := call(listOf(item, stackYAML))
		if err != nil || len(itemsOf(t, out)) != len(objects) {
			t.Fatal(err, out)
		}
		if !strings.Contains(log, "Service shop-web: warning: replaced") {
			t.Errorf("log: %s", log)
		}
	})
}

func TestStale(t *testing.T) {
	const labelled = `- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: shop-env-0ld0ld0ld0
    labels:
      app.kubernetes.io/name: NAME
      app.kubernetes.io/instance: INSTANCE
      app.kubernetes.io/managed-by: MANAGER
`
	tests := []struct {
		reason, name, instance, manager, more string
		stays                                 bool
	}{
		{"a ConfigMap under the name of its former content", "shop", "shop-prod", "djangostack", "", false},
		{"another environment's, made by another step of the pipeline", "shop", "shop-dev", "djangostack", "", true},
		{"another stack's", "shop2", "shop2-prod", "djangostack", "", true},
		{"the user's own beside the stack", "shop", "shop-prod", "me", "", true},
		{
			"what is never applied is no object of a stack", "shop", "shop-prod", "djangostack",
			"    annotations: {config.kubernetes.io/local-config: \"true\"}\n", true,
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			item := strings.NewReplacer("NAME", test.name, "INSTANCE", test.instance, "MANAGER", test.manager).Replace(labelled) + test.more
			_, out := succeed(t, listOf(item, stackYAML))
			if got := strings.Contains(out, "name: shop-env-0ld0ld0ld0\n    labels"); got != test.stays {
				t.Errorf("stays: %v, want %v", got, test.stays)
			}
			if told := strings.Contains(out, "message: removed; it is no part of shop in prod any more"); told == test.stays {
				t.Errorf("told: %v", told)
			}
		})
	}
}

func TestPlacement(t *testing.T) {
	tests := []struct{ reason, path, want string }{
		{"new files go beside the stack's, in a folder of the environment", "deploy/stack.yaml", "internal.config.kubernetes.io/path: deploy/prod/service_shop-web.yaml"},
		{"at the root of the package", "stack.yaml", "internal.config.kubernetes.io/path: prod/service_shop-web.yaml"},
		{"nothing is put outside of it", "../stack.yaml", ""},
		{"nor at an absolute path", "/etc/stack.yaml", ""},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			hosted := strings.Replace(stackYAML, "annotations:\n", "annotations:\n      internal.config.kubernetes.io/path: '"+test.path+"'\n", 1)
			_, out := succeed(t, listOf("", hosted))
			body, _, _ := strings.Cut(out, "functionConfig:")
			if test.want == "" && strings.Contains(body, "internal.config.kubernetes.io/path") || !strings.Contains(body, test.want) {
				t.Errorf("no %q in %s", test.want, body)
			}
		})
	}
}
