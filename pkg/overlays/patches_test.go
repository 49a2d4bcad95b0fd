package overlays_test

import (
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

const patchedShop = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.0.0"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
  databases: {default: {}}
  manifests:
    certificate:
      template: |
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: shop}
        spec: {secretName: shop-tls, dnsNames: [shop.example.com], duration: 2160h}
`

// patched are the objects of an environment of that stack with patches, and what is said of them.
func patched(t *testing.T, environment, patches string) ([]stack.Object, string) {
	t.Helper()
	doc, err := spec.Load(strings.NewReader(patchedShop+patches), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	resolved, warnings, err := overlays.Compiler{}.Resolve(t.Context(), doc)
	if err != nil {
		return nil, err.Error()
	}
	objects, err := resolved.Objects(environment)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := resolved.Files(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(warnings) > 0 {
		return objects, warnings.Error()
	}
	return objects, ""
}

func objectOf[T stack.Object](t *testing.T, objects []stack.Object, name string) T {
	t.Helper()
	for _, o := range objects {
		if one, ok := o.(T); ok && strings.HasPrefix(o.GetName(), name) {
			return one
		}
	}
	t.Fatalf("no %T %s", *new(T), name)
	return *new(T)
}

// TestPatchedJobHasAnotherName: patches come before names, so that a Job that is another one is
// one to the cluster, too.
func TestPatchedJobHasAnotherName(t *testing.T) {
	plain, _ := patched(t, "prod", "  environments: {prod: {}}\n")
	changed, _ := patched(t, "prod", `  patches:
    retry: {target: {kind: Job}, patch: {spec: {backoffLimit: 9}}}
  environments: {prod: {}}
`)
	before, after := objectOf[*batchv1.Job](t, plain, "shop-"), objectOf[*batchv1.Job](t, changed, "shop-")
	if before.Name == after.Name || *after.Spec.BackoffLimit != 9 {
		t.Errorf("%s became %s with %d retries", before.Name, after.Name, *after.Spec.BackoffLimit)
	}
}

// TestPatchOfEnvironment: an environment replaces a patch as a whole, null in it included.
func TestPatchOfEnvironment(t *testing.T) {
	const patches = `  patches:
    web:
      target: {component: web, kind: Deployment}
      patch: {spec: {minReadySeconds: 5, template: {spec: {priorityClassName: high}}}}
  environments:
    dev: {}
    prod: {patches: {web: {patch: {spec: {minReadySeconds: 7, progressDeadlineSeconds: null}}}}}
`
	for environment, want := range map[string]struct {
		ready    int32
		priority string
		deadline bool
	}{"dev": {5, "high", true}, "prod": {7, "", false}} {
		objects, _ := patched(t, environment, patches)
		d := objectOf[*appsv1.Deployment](t, objects, "shop-web")
		if d.Spec.MinReadySeconds != want.ready || d.Spec.Template.Spec.PriorityClassName != want.priority ||
			(d.Spec.ProgressDeadlineSeconds != nil) != want.deadline {
			t.Errorf("%s: %+v", environment, d.Spec)
		}
	}
}

// TestPatchOfUnknownKind: of a kind that nothing is known of, lists are replaced.
func TestPatchOfUnknownKind(t *testing.T) {
	objects, _ := patched(t, "prod", `  patches:
    names: {target: {kind: Certificate}, patch: {spec: {dnsNames: [www.example.com], duration: null}}}
  environments: {prod: {}}
`)
	spec := objectOf[*unstructured.Unstructured](t, objects, "shop").Object["spec"].(map[string]any)
	if names := spec["dnsNames"].([]any); len(names) != 1 || names[0] != "www.example.com" || spec["duration"] != nil {
		t.Errorf("%v", spec)
	}
}

// TestPatchesThatMatchNothing: a patch of the whole spec has to match somewhere, one of an
// environment there.
func TestPatchesThatMatchNothing(t *testing.T) {
	for _, tt := range []struct{ reason, patches, want string }{
		{"an environment has the object", `  patches:
    redis: {target: {component: cache}, patch: {metadata: {annotations: {a: b}}}}
  environments: {dev: {}, prod: {caches: {default: {}}}}
`, ""},
		{"none has it", `  patches:
    redis: {target: {component: cache}, patch: {metadata: {annotations: {a: b}}}}
  environments: {dev: {}, prod: {}}
`, `stack.yaml:16:21: spec.patches.redis.target: no object has the component "cache"; there are database, django, manifest-certificate, network, release, web`},
		{"the one that says it has not", `  environments:
    dev: {patches: {redis: {target: {component: cache}, patch: {metadata: {annotations: {a: b}}}}}}
    prod: {caches: {default: {}}}
`, `stack.yaml:16:37: spec.environments.dev.patches.redis.target: no object has the component "cache"; there are database, django, manifest-certificate, network, release, web`},
	} {
		if _, got := patched(t, "prod", tt.patches); got != tt.want {
			t.Errorf("%s: got %s\nwant %s", tt.reason, got, tt.want)
		}
	}
}

// TestLoweredSecurity: what makes pods less secure is allowed, and said once for all of them.
func TestLoweredSecurity(t *testing.T) {
	_, got := patched(t, "prod", `  patches:
    root:
      target: {kind: Deployment}
      patch: {spec: {template: {spec: {securityContext: {runAsNonRoot: false}}}}}
  environments: {prod: {}}
`)
	want := "stack.yaml:18:14: spec.patches.root.patch: makes the pods of apps/v1 Deployment shop-web less secure " +
		"than those of a stack: runAsNonRoot; the namespace enforces Pod Security restricted and refuses them, so remove it, " +
		"or lower namespace.podSecurity"
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	_, got = patched(t, "prod", `  patches:
    writable:
      target: {component: web, kind: Deployment}
      patch: {spec: {template: {spec: {containers: [{name: web, securityContext: {readOnlyRootFilesystem: false}}]}}}}
  environments: {prod: {}}
`)
	want = "stack.yaml:18:14: spec.patches.writable.patch: makes the pods of apps/v1 Deployment shop-web less secure " +
		"than those of a stack: readOnlyRootFilesystem; remove it, unless the program cannot run otherwise"
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestMutateComesBeforePatches: a patch may be about what a program adds.
func TestMutateComesBeforePatches(t *testing.T) {
	doc, err := spec.Load(strings.NewReader(patchedShop+`  patches:
    late: {target: {name: late}, patch: {data: {a: b}}}
`), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c := overlays.Compiler{Mutate: func(st *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
		return append(objects, &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "late"},
		}}), nil
	}}
	resolved, _, err := c.Resolve(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := resolved.Files(t.Context()); err != nil {
		t.Error(err)
	}
}
