package kustomize

import (
	"github.com/djangostack/djangostack/internal/scope"
	"github.com/djangostack/djangostack/internal/tree"
)

// KeepNamespaces has the directory set its namespace only where an object has none, by a
// transformer in a file: the field would move objects of other namespaces, and rename
// Namespaces.
func (d *Directory) KeepNamespaces(file string) {
	d.Kustomization.NamespaceFile = file
	metadata := tree.OfMap(text("name", "namespace"), text("namespace", d.Kustomization.Namespace))
	where := tree.OfMap(tree.OfBool(true).Under("create"), text("path", "metadata/namespace"))
	transformer := tree.OfMap(
		text("apiVersion", "builtin"), tree.OfList(where).Under("fieldSpecs"), text("kind", "NamespaceTransformer"),
		metadata.Under("metadata"), text("setRoleBindingSubjects", "defaultOnly"), tree.OfBool(true).Under("unsetOnly"))
	d.Trees[file] = &transformer
}

// setNamespace does what kustomize's namespace transformer does: it also renames Namespace
// objects and gives subjects called default a namespace.
func (o *Resource) setNamespace(k *Kustomization) {
	if k.Namespace == "" {
		return
	}
	value, keep := tree.OfString(k.Namespace), k.NamespaceFile != ""
	switch {
	case keep && (o.typ == TypeMeta{"v1", "Namespace"} || o.Tree.Text("metadata", "namespace") != ""):
	case o.typ == TypeMeta{"v1", "Namespace"}:
		o.Tree = o.Tree.With(value, "metadata", "name")
	case !scope.IsCluster(o.typ.APIVersion, o.typ.Kind):
		o.Tree = o.Tree.With(value, "metadata", "namespace")
	}
	if !o.typ.isBinding() {
		return
	}
	o.Tree, _ = editEach(&o.Tree, func(subject *tree.Node) (tree.Node, bool) {
		if subject.Text("name") != "default" || keep && subject.Text("namespace") != "" {
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
