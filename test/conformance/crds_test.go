package conformance

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"
)

// crdDir holds CustomResourceDefinitions, any number per file. It may be absent
// as long as no example has custom resources.
var crdDir = filepath.Join("testdata", "crds")

// installCRDs installs the definitions of the kinds that occur in the
// environments, and no others: some operators' take seconds.
func (c *cluster) installCRDs(ctx context.Context, environments []environment) error {
	wanted := map[schema.GroupKind]bool{}
	for _, environment := range environments {
		for _, object := range environment.objects {
			wanted[object.GroupVersionKind().GroupKind()] = true
		}
	}
	paths, err := filepath.Glob(filepath.Join(crdDir, "*.yaml"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		definitions, err := loadObjects(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, definition := range definitions {
			if !wanted[definedKind(definition)] {
				continue
			}
			if err := c.installCRD(ctx, definition); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
	}
	return nil
}

// definedKind is the kind a CustomResourceDefinition defines.
func definedKind(definition *unstructured.Unstructured) schema.GroupKind {
	group, _, _ := unstructured.NestedString(definition.Object, "spec", "group")
	kind, _, _ := unstructured.NestedString(definition.Object, "spec", "names", "kind")
	return schema.GroupKind{Group: group, Kind: kind}
}

// installCRD waits until the kind can be used. Definitions are other people's:
// their warnings are not ours to fix.
func (c *cluster) installCRD(ctx context.Context, definition *unstructured.Unstructured) error {
	resource, err := c.resource(definition)
	if err != nil {
		return err
	}
	if _, err := resource.Create(ctx, definition, metav1.CreateOptions{}); err != nil {
		return err
	}
	return wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, 30*time.Second, true,
		func(context.Context) (bool, error) {
			c.mapper.Reset()
			_, err := c.mapper.RESTMapping(definedKind(definition))
			return err == nil, nil
		})
}
