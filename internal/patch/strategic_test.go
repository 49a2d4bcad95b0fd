package patch_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/patch"
)

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: {a: b, c: d}
  finalizers: [one, two]
spec:
  replicas: 3
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
  template:
    spec:
      containers:
      - name: web
        image: a
        args: [first, second]
        env:
        - {name: A, value: a}
        - {name: B, value: b}
        ports:
        - {name: http, containerPort: 80}
        volumeMounts:
        - {name: tmp, mountPath: /tmp}
      - name: side
        image: b
      volumes:
      - {name: tmp, emptyDir: {}}
      - {name: files, configMap: {name: files}}
      tolerations:
      - {key: a}
`

// TestLikeAPIServer: a strategic merge patch does what it does in the API server.
func TestLikeAPIServer(t *testing.T) {
	for _, tt := range []struct{ reason, patch string }{
		{"a scalar", `{spec: {replicas: 4}}`},
		{"a new field", `{spec: {paused: true}}`},
		{"a map merges", `{metadata: {annotations: {a: x, e: f}}}`},
		{"null removes", `{metadata: {annotations: {a: null}}, spec: {replicas: null}}`},
		{"a map is replaced", `{spec: {strategy: {$patch: replace, type: Recreate}}}`},
		{"a list of scalars without a key is replaced", `{spec: {template: {spec: {containers: [{name: web, args: [third]}]}}}}`},
		{"a list of maps without a key is replaced", `{spec: {template: {spec: {tolerations: [{key: b}]}}}}`},
		{"an item merges", `{spec: {template: {spec: {containers: [{name: side, image: c}]}}}}`},
		{"a new item comes first", `{spec: {template: {spec: {containers: [{name: new, image: c}]}}}}`},
		{
			"new items keep their order",
			`{spec: {template: {spec: {containers: [{name: n1, image: c}, {name: web, image: e}, {name: n2, image: d}]}}}}`,
		},
		{
			"items in another order", `{spec: {template: {spec: {containers: [{name: side, image: c}, {name: web, image: e}]}}}}`,
		},
		{"an item is deleted", `{spec: {template: {spec: {containers: [{name: side, $patch: delete}]}}}}`},
		{"lists within items", `{spec: {template: {spec: {containers: [{name: web, env: [{name: B, value: x}, {name: C, value: c}]}]}}}}`},
		{"by the path of a mount", `{spec: {template: {spec: {containers: [{name: web, volumeMounts: [{name: files, mountPath: /tmp}]}]}}}}`},
		{"by the number of a port", `{spec: {template: {spec: {containers: [{name: web, ports: [{containerPort: 80, hostPort: 8080}]}]}}}}`},
		{"null in an item", `{spec: {template: {spec: {containers: [{name: web, image: null}]}}}}`},
		{
			"a list is replaced as a whole",
			`{spec: {template: {spec: {containers: [{$patch: replace}, {name: only, image: z}]}}}}`,
		},
		{"lists of scalars that merge are united", `{metadata: {finalizers: [two, three]}}`},
		{"and lose what is named", `{metadata: {$deleteFromPrimitiveList/finalizers: [one]}}`},
		{"only some fields stay", `{spec: {strategy: {$retainKeys: [type], type: Recreate}}}`},
		{"a map in the place of nothing", `{spec: {template: {metadata: {labels: {a: b}}}}}`},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			var given map[string]any
			parse(t, tt.patch, &given)
			var object map[string]any
			parse(t, deployment, &object)
			got, err := patch.Strategic(object, given, reflect.TypeFor[appsv1.Deployment]())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(served(t, given), got); diff != "" {
				t.Errorf("(-API server +got):\n%s", diff)
			}
		})
	}
}

// served is what the API server makes of the Deployment with the patch.
func served(t *testing.T, given map[string]any) map[string]any {
	t.Helper()
	var object map[string]any
	parse(t, deployment, &object)
	want, err := strategicpatch.StrategicMergeMapPatch(object, given, appsv1.Deployment{})
	if err != nil {
		t.Fatal(err)
	}
	return want
}

// parse reads YAML as a tree with int64.
func parse(t *testing.T, text string, into *map[string]any) {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	tree, err := patch.Value(v)
	if err != nil {
		t.Fatal(err)
	}
	*into = tree.(map[string]any)
}

// TestWithoutType: of kinds that nothing is known of, patches are JSON merge patches.
func TestWithoutType(t *testing.T) {
	var given, object, want map[string]any
	parse(t, `{spec: {rules: [{a: b}], old: null, deep: {x: 1}}}`, &given)
	parse(t, `{spec: {rules: [{name: c}], old: 1, kept: 2}}`, &object)
	parse(t, `{spec: {rules: [{a: b}], kept: 2, deep: {x: 1}}}`, &want)
	got, err := patch.Strategic(object, given, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAmbiguousItem: two items of one key cannot be told apart.
func TestAmbiguousItem(t *testing.T) {
	var given, object map[string]any
	parse(t, `{spec: {ports: [{port: 53, targetPort: 5353}]}}`, &given)
	parse(t, `{spec: {ports: [{port: 53, protocol: TCP}, {port: 53, protocol: UDP}]}}`, &object)
	_, err := patch.Strategic(object, given, reflect.TypeFor[corev1.Service]())
	want := ".spec.ports[0]: several items have port 53; replace the list as a whole, with an item {$patch: replace}"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
