package stack

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/scope"
)

// IsClusterScoped reports whether objects of a kind belong to the cluster and not to a
// namespace: those of a kind of Kubernetes' own, or of one in the ClusterScoped of a component.
func (st *Stack) IsClusterScoped(kind schema.GroupKind) bool {
	return scope.IsCluster(kind.Group, kind.Kind) || st.scopedBy(kind) != ""
}

// scopedBy returns the component that says of a kind that it belongs to the cluster.
func (st *Stack) scopedBy(kind schema.GroupKind) string {
	for i := range st.components {
		if slices.Contains(st.components[i].ClusterScoped, kind) {
			return st.components[i].Name
		}
	}
	return ""
}

// checkClusterScoped refuses what cannot be a kind, and a kind of Kubernetes' own that belongs to
// a namespace.
func (c *Component) checkClusterScoped() error {
	for i, kind := range c.ClusterScoped {
		switch {
		case len(validation.IsDNS1035Label(strings.ToLower(kind.Kind))) > 0,
			kind.Group != "" && len(validation.IsDNS1123Subdomain(kind.Group)) > 0:
			return fmt.Errorf("ClusterScoped[%d]: %q must be a kind and its group, such as {Group: "+
				`"gateway.networking.k8s.io", Kind: "GatewayClass"}; correct it`, i, kind)
		case scope.IsOwn(kind.Group) && !scope.IsCluster(kind.Group, kind.Kind):
			return fmt.Errorf("ClusterScoped[%d]: %s must be a kind that belongs to the cluster, and Kubernetes has it in "+
				"namespaces; remove it", i, kind)
		}
	}
	return nil
}

// definition is what a CustomResourceDefinition says of its kind.
type definition struct {
	Spec struct {
		Group string
		Names struct{ Kind string }
		Scope string
	}
}

// checkScopes compares the CustomResourceDefinitions among the objects with what the components
// say of their kinds.
func (c *contributed) checkScopes() error {
	made := map[schema.GroupKind]bool{}
	for _, o := range c.objects {
		made[o.GetObjectKind().GroupVersionKind().GroupKind()] = true
	}
	for i, o := range c.objects {
		kind := o.GetObjectKind().GroupVersionKind()
		if kind.Group != "apiextensions.k8s.io" || kind.Kind != "CustomResourceDefinition" {
			continue
		}
		err := guard(c.owners[i], func() error {
			data, err := json.Marshal(o)
			if err != nil {
				return cannotBeWritten(o, err)
			}
			var d definition
			if err := json.Unmarshal(data, &d); err != nil {
				return fmt.Errorf("%s: does not have the fields of its kind: %w; correct them", describe(o), err)
			}
			if err := c.stack.checkScope(d, made); err != nil {
				return fmt.Errorf("%s: spec.scope: %w", describe(o), err)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (st *Stack) checkScope(d definition, made map[schema.GroupKind]bool) error {
	kind := schema.GroupKind{Group: d.Spec.Group, Kind: d.Spec.Names.Kind}
	by := st.scopedBy(kind)
	switch {
	case d.Spec.Scope == "Namespaced" && by != "":
		return fmt.Errorf("is Namespaced, and ClusterScoped of %s has %s; remove it there, or correct the scope",
			title(by), kind)
	case d.Spec.Scope == "Cluster" && by == "" && made[kind]:
		return errors.New("is Cluster, and objects of the kind would get a namespace; add " + fmt.Sprintf(
			"{Group: %q, Kind: %q} to ClusterScoped of the component", kind.Group, kind.Kind))
	}
	return nil
}
