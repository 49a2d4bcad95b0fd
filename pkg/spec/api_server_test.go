package spec

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const applied = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata:
  name: shop
  labels: {team: web}
  annotations: {example.com/owner: web}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.0.0"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
`

// As kubectl get djangostack shop -o yaml prints what Flux applied and kubectl changed.
const fromServer = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata:
  annotations:
    argocd.argoproj.io/tracking-id: sites:djangostack.dev/DjangoStack:sites/shop
    example.com/owner: web
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"djangostack.dev/v1alpha1","kind":"DjangoStack","metadata":{"name":"shop"}}
    meta.helm.sh/release-name: sites
  creationTimestamp: "2026-11-30T10:00:00Z"
  deletionGracePeriodSeconds: 0
  deletionTimestamp: "2026-11-30T11:00:00Z"
  finalizers:
  - platform.example.com/site
  generateName: shop-
  generation: 3
  labels:
    app.kubernetes.io/instance: sites
    app.kubernetes.io/managed-by: Helm
    kustomize.toolkit.fluxcd.io/name: sites
    team: web
  managedFields:
  - apiVersion: djangostack.dev/v1alpha1
    fieldsType: FieldsV1
    fieldsV1:
      f:metadata:
        f:annotations:
          .: {}
      f:spec:
        f:image: {}
    manager: kubectl-client-side-apply
    operation: Update
    time: "2026-11-30T10:00:00Z"
  name: shop
  namespace: sites
  ownerReferences:
  - apiVersion: platform.example.com/v1
    kind: Site
    name: shop
    uid: 1c0d6a0e-5f0f-4a43-9d4c-6f0c2c0c0c0c
  resourceVersion: "4711"
  selfLink: /apis/djangostack.dev/v1alpha1/namespaces/sites/djangostacks/shop
  uid: 8a1f2c3e-7b0e-4b58-b1a5-2f6a6e1f9d10
spec:
  django:
    hosts:
    - shop.example.com
    settings: shop.settings
  image:
    repository: registry.example/acme/shop
    tag: 1.0.0
status:
  ready: true
`

// TestStackFromAnAPIServer: it is the stack that was applied, and nothing of what was added
// to it on the way reaches its objects.
func TestStackFromAnAPIServer(t *testing.T) {
	want, err := Load(strings.NewReader(applied), "f")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Load(strings.NewReader(fromServer), "f")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Stack, got.Stack); diff != "" {
		t.Errorf("-as applied +as read from the API server:\n%s", diff)
	}
	if _, errs, _ := got.Resolve(); len(errs) > 0 {
		t.Error(errs)
	}
}

// TestServerFields holds the list against ObjectMeta.
func TestServerFields(t *testing.T) {
	for f := range reflect.TypeFor[metav1.ObjectMeta]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if _, ours := specOwn(name); ours == slices.Contains(serverFields, name) {
			t.Errorf("metadata.%s: must either be a field of Metadata or be read past", name)
		}
	}
}

func specOwn(name string) (any, bool) { return plainStack().At("metadata").Field(name) }

func TestMetadataStaysStrict(t *testing.T) {
	for _, tt := range []struct{ reason, old, new, want string }{
		{"a typo beside a uid", "metadata:\n", "metadata:\n  uid: 8a1f2c3e\n  resourceVerison: '1'\n", "metadata.resourceVerison: unknown field"},
		{"a uid alone", "metadata:\n", "metadata:\n  uid: 8a1f2c3e\n", ""},
		{"no API server had it", "metadata:\n", "metadata:\n  namespace: prod\n", "metadata.namespace: unknown field"},
		{"no API server had it", "metadata:\n", "metadata:\n  finalizers: [a]\n", "metadata.finalizers: unknown field"},
		{"no API server had it", "kind: DjangoStack\n", "kind: DjangoStack\nstatus: {}\n", "status: unknown field"},
		{"an empty uid is none", "metadata:\n", "metadata:\n  uid: ''\n", "metadata.uid: unknown field"},
		{"no API server had it", "example.com/owner", "kubectl.kubernetes.io/last-applied-configuration", "is written and read by kubectl itself"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			doc, err := Load(strings.NewReader(strings.Replace(applied, tt.old, tt.new, 1)), "f")
			if err == nil {
				if _, errs, _ := doc.Resolve(); len(errs) > 0 {
					err = errs
				}
			}
			if got := errorText(err); tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("%s: %q must say %q", tt.reason, got, tt.want)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
