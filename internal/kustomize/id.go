package kustomize

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/tree"
)

// TypeMeta is the type of an object: the name of a kind alone may stand for two, in two
// API groups.
type TypeMeta struct{ APIVersion, Kind string }

// Group returns the API group; "" is the core group.
func (t TypeMeta) Group() string {
	group, _ := t.groupVersion()
	return group
}

func (t TypeMeta) groupVersion() (group, version string) {
	if group, version, ok := strings.Cut(t.APIVersion, "/"); ok {
		return group, version
	}
	return "", t.APIVersion
}

// Compare orders types by their kind first.
func (t TypeMeta) Compare(o TypeMeta) int {
	return cmp.Or(strings.Compare(t.Kind, o.Kind), strings.Compare(t.APIVersion, o.APIVersion))
}

// ID names an object in a base, and in what an overlay is made from: there, none has a
// namespace.
type ID struct {
	TypeMeta
	Name string
}

// IDOf returns the ID of an object.
func IDOf(t *tree.Node) ID {
	return ID{TypeMeta{t.Text("apiVersion"), t.Text("kind")}, t.Text("metadata", "name")}
}

func (i ID) String() string { return fmt.Sprintf("%s %s %s", i.APIVersion, i.Kind, i.Name) }

// Compare orders objects as their files are listed: by kind first.
func (i ID) Compare(o ID) int {
	return cmp.Or(i.TypeMeta.Compare(o.TypeMeta), strings.Compare(i.Name, o.Name))
}

// IsConfigMap reports whether the object is a ConfigMap, which a generator can make.
func (i ID) IsConfigMap() bool { return i.TypeMeta == TypeMeta{"v1", "ConfigMap"} }

// NamespacedID names an object in a cluster.
type NamespacedID struct {
	ID
	Namespace string
}

func (i NamespacedID) String() string {
	name := i.Name
	if i.Namespace != "" {
		name = i.Namespace + "/" + name
	}
	return fmt.Sprintf("%s %s (%s)", i.Kind, name, i.APIVersion)
}
