package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
)

// fieldManager owns the applied fields, as kubectl or a GitOps controller would.
const fieldManager = "conformance"

// cluster is a running API server, asked one request at a time and as strictly
// as it can be.
type cluster struct {
	admin    kubernetes.Interface // furnishes namespaces; its requests are not under test
	dynamic  dynamic.Interface
	mapper   meta.ResettableRESTMapper
	warnings *warnings
}

// warnings gathers the Warning headers of one request.
type warnings []string

// HandleWarningHeader implements [rest.WarningHandler].
func (w *warnings) HandleWarningHeader(_ int, _ string, text string) { *w = append(*w, text) }

// newCluster starts a server of its own, so that no example can lean on, or
// stumble over, what another one left behind.
func newCluster(t *testing.T) *cluster {
	t.Helper()
	config := startServer(t)
	admin := kubernetes.NewForConfigOrDie(config)
	c := &cluster{
		admin:    admin,
		mapper:   restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(admin.Discovery())),
		warnings: &warnings{},
	}
	strict := rest.CopyConfig(config)
	strict.WarningHandler = c.warnings
	c.dynamic = dynamic.NewForConfigOrDie(strict)
	return c
}

// strictly runs one request and makes its warnings an error: a warning is what
// the server refuses in its next version, or what will not work at run time.
func (c *cluster) strictly(
	request func() (*unstructured.Unstructured, error),
) (*unstructured.Unstructured, error) {
	*c.warnings = nil
	served, err := request()
	if err != nil {
		return nil, err
	}
	*c.warnings = slices.DeleteFunc(*c.warnings, isMeant)
	if len(*c.warnings) > 0 {
		return nil, fmt.Errorf("warning: %s", strings.Join(*c.warnings, "; "))
	}
	return served, nil
}

// isMeant reports a warning of what has to be: Google's Ingress controller reads its
// class from this annotation alone.
func isMeant(warning string) bool {
	return strings.HasPrefix(warning, `annotation "kubernetes.io/ingress.class" is deprecated`)
}

// resource finds where the server keeps objects like this one.
func (c *cluster) resource(object *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	kind := object.GroupVersionKind()
	mapping, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if meta.IsNoMatchError(err) {
		return nil, fmt.Errorf("%w (a custom resource needs its CRD in %s)", err, crdDir)
	}
	if err != nil {
		return nil, err
	}
	resource := c.dynamic.Resource(mapping.Resource)
	if mapping.Scope.Name() == meta.RESTScopeNameRoot {
		return resource, nil
	}
	if object.GetNamespace() == "" {
		return nil, errors.New("names no namespace: it would land in whichever one is current")
	}
	return resource.Namespace(object.GetNamespace()), nil
}

// apply is kubectl apply --server-side --validate=strict.
func (c *cluster) apply(
	ctx context.Context, object *unstructured.Unstructured,
) (*unstructured.Unstructured, error) {
	resource, err := c.resource(object)
	if err != nil {
		return nil, err
	}
	body, err := object.MarshalJSON()
	if err != nil {
		return nil, err
	}
	options := metav1.PatchOptions{FieldManager: fieldManager, FieldValidation: metav1.FieldValidationStrict}
	return c.strictly(func() (*unstructured.Unstructured, error) {
		return resource.Patch(ctx, object.GetName(), types.ApplyPatchType, body, options)
	})
}

// admit asks whether the object could be created, and creates nothing.
func (c *cluster) admit(ctx context.Context, object *unstructured.Unstructured) error {
	resource, err := c.resource(object)
	if err != nil {
		return err
	}
	options := metav1.CreateOptions{
		DryRun:          []string{metav1.DryRunAll},
		FieldValidation: metav1.FieldValidationStrict,
	}
	_, err = c.strictly(func() (*unstructured.Unstructured, error) {
		return resource.Create(ctx, object, options)
	})
	return err
}
