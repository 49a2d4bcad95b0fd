package conformance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"
)

// crdDir holds CustomResourceDefinitions, any number per file. It may be absent
// as long as no example has custom resources.
var crdDir = filepath.Join("testdata", "crds")

// installCRDs installs, of the definitions in dir, those of the kinds that occur
// in the environments. Each costs the server time and memory.
func (c *cluster) installCRDs(ctx context.Context, dir string, environments []environment) error {
	wanted := map[schema.GroupKind]bool{}
	for _, environment := range environments {
		for _, object := range environment.objects {
			wanted[object.GroupVersionKind().GroupKind()] = true
		}
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return err
	}
	var installed []schema.GroupKind
	for _, path := range paths {
		definitions, err := loadObjects(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, definition := range definitions {
			kind := definedKind(definition)
			if !wanted[kind] {
				continue
			}
			if err := c.create(ctx, definition); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			installed = append(installed, kind)
		}
	}
	return c.awaitKinds(ctx, installed)
}

// definedKind is the kind a CustomResourceDefinition defines.
func definedKind(definition *unstructured.Unstructured) schema.GroupKind {
	group, _, _ := unstructured.NestedString(definition.Object, "spec", "group")
	kind, _, _ := unstructured.NestedString(definition.Object, "spec", "names", "kind")
	return schema.GroupKind{Group: group, Kind: kind}
}

// create stores a definition. Definitions are other people's: what the server
// warns of in them is not ours to fix.
func (c *cluster) create(ctx context.Context, definition *unstructured.Unstructured) error {
	resource, err := c.resource(definition)
	if err != nil {
		return err
	}
	_, err = resource.Create(ctx, definition, metav1.CreateOptions{})
	return err
}

// awaitKinds waits until the server offers all the kinds.
func (c *cluster) awaitKinds(ctx context.Context, kinds []schema.GroupKind) error {
	return wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, time.Minute, true,
		func(context.Context) (bool, error) {
			c.mapper.Reset()
			for _, kind := range kinds {
				if !c.offers(kind) {
					return false, nil
				}
			}
			return true, nil
		})
}

func (c *cluster) offers(kind schema.GroupKind) bool {
	_, err := c.mapper.RESTMapping(kind)
	return err == nil
}

// birdDefinitions defines two kinds, of which birdEnvironment uses one.
const birdDefinitions = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: budgies.birds.example}
spec:
  group: birds.example
  names: {kind: Budgie, plural: budgies}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties: {spec: {type: object, properties: {color: {type: string}}}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gulls.birds.example}
spec: {group: birds.example, names: {kind: Gull, plural: gulls}}
`

const birdEnvironment = `
apiVersion: birds.example/v1
kind: Budgie
metadata: {name: joey, namespace: cage}
spec: {color: green}
`

// testCustomResources shows that custom resources are checked against their own
// definition, as strictly as built-in kinds. The Gull's would not be accepted.
func (c *cluster) testCustomResources(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "birds.yaml"), []byte(birdDefinitions), 0o600); err != nil {
		t.Fatal(err)
	}
	objects, err := parseObjects([]byte(birdEnvironment))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.installCRDs(t.Context(), dir, []environment{{"dev", objects}}); err != nil {
		t.Fatal(err)
	}
	if err := c.check(t.Context(), birdEnvironment); err != nil {
		t.Errorf("a valid custom resource was refused: %v", err)
	}
	spoilt := strings.Replace(birdEnvironment, "color", "colour", 1)
	err = c.check(t.Context(), spoilt)
	if want := ".spec.colour: field not declared in schema"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want one with %q", err, want)
	}
}
