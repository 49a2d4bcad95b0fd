package kustomize

import (
	"regexp"
	"slices"
	"strings"

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

// HasNamespace reports whether kustomize gives objects of a type a namespace, as it does to all
// types that it does not know.
func (t TypeMeta) HasNamespace() bool {
	group, version := t.groupVersion()
	return !scope.IsKnown(group, version, t.Kind)
}

// ClusterType is a type whose objects belong to the cluster, which kustomize does not know.
type ClusterType struct {
	TypeMeta
	// File is that of a transformer which takes the namespace from its objects again.
	File string
}

// UnsetNamespaces takes the namespace from all objects of a type that kustomize gives one, by a
// transformer in a file. Transformers do their work after the fields of the kustomization.
func (d *Directory) UnsetNamespaces(t TypeMeta, file string) {
	d.Kustomization.ClusterTypes = append(d.Kustomization.ClusterTypes, ClusterType{t, file})
	group, version := t.groupVersion()
	target := tree.OfMap(
		text("group", regexp.QuoteMeta(group)), text("kind", t.Kind), text("version", version))
	transformer := tree.OfMap(
		text("apiVersion", "builtin"), text("kind", "PatchTransformer"),
		tree.OfMap(text("name", strings.TrimSuffix(file, ".yaml"))).Under("metadata"),
		text("patch", unsetNamespace), target.Under("target"))
	d.Trees[file] = &transformer
}

// unsetNamespace adds the namespace first, since what is not there cannot be removed: a kustomize
// that knows the type has set none.
const unsetNamespace = `- op: add
  path: /metadata/namespace
  value: none
- op: remove
  path: /metadata/namespace
`

func (k *Kustomization) unsetsNamespace(t TypeMeta) bool {
	return slices.ContainsFunc(k.ClusterTypes, func(c ClusterType) bool { return c.TypeMeta == t })
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
	case o.typ.HasNamespace() && !k.unsetsNamespace(o.typ):
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
