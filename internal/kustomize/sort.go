package kustomize

import (
	"cmp"
	"slices"
	"strings"
)

// sort does what sortOptions do with the order "legacy", and says what each object is
// called now.
func (k *Kustomization) sort(list []*Resource) {
	for _, r := range list {
		r.ID, r.rank = r.namespacedID(), k.rank(r.typ.Kind)
	}
	slices.SortStableFunc(list, compareLegacy)
}

func (r *Resource) namespacedID() NamespacedID {
	metadata := r.Tree.Get("metadata")
	return NamespacedID{ID{r.typ, metadata.Text("name")}, metadata.Text("namespace")}
}

func (k *Kustomization) rank(kind string) int {
	if i := slices.Index(k.OrderFirst, kind); i >= 0 {
		return i - len(k.OrderFirst)
	}
	return 1 + slices.Index(k.OrderLast, kind)
}

func compareLegacy(a, b *Resource) int {
	switch {
	case a.rank != b.rank:
		return cmp.Compare(a.rank, b.rank)
	case a.typ != b.typ:
		return strings.Compare(legacyType(a.typ), legacyType(b.typ))
	case a.ID.Namespace != b.ID.Namespace:
		return strings.Compare(legacyName(a.ID), legacyName(b.ID))
	default:
		return strings.Compare(a.ID.Name, b.ID.Name)
	}
}

func legacyType(t TypeMeta) string {
	group, version := t.groupVersion()
	if group == "" {
		group = "~G"
	}
	return group + "_" + version + "_" + t.Kind
}

func legacyName(id NamespacedID) string { return cmp.Or(id.Namespace, "~X") + "|" + id.Name }
