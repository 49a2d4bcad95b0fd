package kustomize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/confighash"
	"github.com/djangostack/djangostack/internal/tree"
)

// Resource is an object of a build. No step changes its type.
type Resource struct {
	ID   NamespacedID // what it is called when the build is done
	Tree tree.Node

	typ       TypeMeta
	generated bool // a ConfigMap whose name gets a hash
	rank      int  // of its kind in the order of the build
}

// resources are the objects of a build under way, found by ID. Their trees share all but
// what a step made new with those of the directories: no step changes one.
type resources struct {
	list []*Resource
	byID map[ID]*Resource
}

func (r *resources) add(t tree.Node, generated bool) {
	id := IDOf(&t)
	object := &Resource{typ: id.TypeMeta, Tree: t, generated: generated}
	r.list = append(r.list, object)
	r.byID[id] = object
}

// Build does what kustomize does with an overlay over base, in kustomize's
// order: resources, generators, patches, namespace, labels, replicas, images,
// hashes, references, sort. Secrets from files are not built.
func Build(base, overlay *Directory) ([]*Resource, error) {
	most := 0
	for _, d := range []*Directory{base, overlay} {
		most += len(d.Kustomization.Resources) + len(d.Kustomization.ConfigMapGenerator)
	}
	r := &resources{make([]*Resource, 0, most), make(map[ID]*Resource, most)}
	for _, d := range []*Directory{base, overlay} {
		if err := r.accumulate(d); err != nil {
			return nil, err
		}
	}
	k := &overlay.Kustomization
	for _, p := range k.Patches {
		if err := r.patch(p, overlay.Trees[p.Path]); err != nil {
			return nil, fmt.Errorf("%s/%s: %w", overlay.Path, p.Path, err)
		}
	}
	for _, object := range r.list {
		object.setNamespace(k)
		object.Tree = k.Labels.apply(&object.Tree, object.typ)
		object.Tree, _ = k.SetReplicasAndImages(&object.Tree)
	}
	hashed := hashNames(r.list)
	for _, object := range r.list {
		if in := object.Tree.Text("metadata", "namespace"); in == "" || in == k.Namespace {
			object.renameReferences(hashed) // what is generated is not in another namespace
		}
	}
	bindServiceAccounts(r.list)
	k.sort(r.list)
	return r.list, nil
}

// SetReplicasAndImages returns t after replicas and images, in kustomize's order, and
// whether they change it.
func (k *Kustomization) SetReplicasAndImages(t *tree.Node) (out tree.Node, changed bool) {
	out = *t
	at, _ := slices.BinarySearchFunc(k.Replicas, t.Text("metadata", "name"), func(r Replica, name string) int {
		return strings.Compare(r.name, name)
	})
	for ; at < len(k.Replicas) && k.Replicas[at].name == t.Text("metadata", "name"); at++ {
		if after, did := k.Replicas[at].apply(&out); did {
			out, changed = after, true
		}
	}
	for _, entry := range k.Images {
		if after, did := entry.apply(&out); did {
			out, changed = after, true
		}
	}
	return out, changed
}

// accumulate adds the resources and generated ConfigMaps of d.
func (r *resources) accumulate(d *Directory) error {
	for _, name := range d.Kustomization.Resources {
		if t, ok := d.Trees[name]; ok {
			r.add(*t, false)
		}
	}
	for _, g := range d.Kustomization.ConfigMapGenerator {
		t, err := g.build(d)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Path, err)
		}
		old := r.byID[IDOf(&t)]
		switch {
		case old == nil && g.behavior == "":
			r.add(t, true)
		case old == nil || g.behavior == "":
			return fmt.Errorf("%s: ConfigMap %s: behavior %q does not fit the base", d.Path, g.name, g.behavior)
		default:
			old.Tree = overlayConfigMap(&old.Tree, &t, g.behavior)
		}
	}
	return nil
}

func (r *resources) patch(p Patch, change *tree.Node) error {
	target := p.Target
	if p.Rename != "" {
		target.Name = p.Rename
	}
	object := r.byID[target]
	if object == nil {
		return fmt.Errorf("patches %s, which is not in the base", target)
	}
	s := schemaOf(&object.Tree, nil)
	out, err := mergeMap(&object.Tree, change, s)
	if err != nil {
		return fmt.Errorf("%s: %w", target, err)
	}
	if p.Rename == "" {
		out = out.With(tree.OfString(target.Name), "metadata", "name")
	}
	object.Tree = out
	delete(r.byID, target)
	r.byID[IDOf(&out)] = object
	return nil
}

// hashNames renames the generated ConfigMaps and returns old names to new.
func hashNames(list []*Resource) hashedNames {
	hashed := hashedNames{}
	for _, object := range list {
		if !object.generated {
			continue
		}
		name := object.Tree.Text("metadata", "name")
		hashed[name] = name + "-" + confighash.Suffix(object.Tree.Strings("data"), nil)
		object.Tree = object.Tree.With(tree.OfString(hashed[name]), "metadata", "name")
	}
	return hashed
}
