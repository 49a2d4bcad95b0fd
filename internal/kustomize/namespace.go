package kustomize

import (
	"github.com/djangostack/djangostack/internal/scope"
	"github.com/djangostack/djangostack/internal/tree"
)

// setNamespace does what kustomize's namespace transformer does: it also renames Namespace
// objects and gives subjects called default a namespace.
func (o *Resource) setNamespace(namespace string) {
	if namespace == "" {
		return
	}
	value := tree.OfString(namespace)
	switch {
	case o.typ == TypeMeta{"v1", "Namespace"}:
		o.Tree = o.Tree.With(value, "metadata", "name")
	case !scope.IsCluster(o.typ.APIVersion, o.typ.Kind):
		o.Tree = o.Tree.With(value, "metadata", "namespace")
	}
	if !o.typ.isBinding() {
		return
	}
	o.Tree, _ = editEach(&o.Tree, func(subject *tree.Node) (tree.Node, bool) {
		if subject.Text("name") != "default" {
			return *subject, false
		}
		return subject.With(value, "namespace"), true
	}, "subjects")
}

func (t TypeMeta) isBinding() bool { return t.Kind == "RoleBinding" || t.Kind == "ClusterRoleBinding" }

// bindServiceAccounts completes subjects that name a ServiceAccount of the
// build with its namespace, as kustomize does.
func bindServiceAccounts(list []*Resource) {
	namespaces := map[string]string{}
	for _, o := range list {
		if o.typ == (TypeMeta{"v1", "ServiceAccount"}) {
			namespaces[o.Tree.Text("metadata", "name")] = o.Tree.Text("metadata", "namespace")
		}
	}
	for _, o := range list {
		if !o.typ.isBinding() {
			continue
		}
		o.Tree, _ = editEach(&o.Tree, func(subject *tree.Node) (tree.Node, bool) {
			namespace := namespaces[subject.Text("name")]
			if namespace == "" || subject.Text("namespace") != "" {
				return *subject, false
			}
			return subject.With(tree.OfString(namespace), "namespace"), true
		}, "subjects")
	}
}
