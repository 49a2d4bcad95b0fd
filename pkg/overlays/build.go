package overlays

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/confighash"
	"github.com/djangostack/djangostack/internal/tree"
)

// built is an object on its way through the model of a build. No step changes
// its kind.
type built struct {
	kind      kind
	tree      tree.Node
	generated bool // a ConfigMap whose name gets a hash
	place     legacyKey
}

// building are the objects of a build under way, found by identity. Their trees
// share all but what a step made new with those of the roots: no step changes one.
type building struct {
	list  []*built
	index map[identity]*built
}

func (b *building) add(t tree.Node, generated bool) {
	id := identify(&t)
	object := &built{kind: id.kind, tree: t, generated: generated}
	b.list = append(b.list, object)
	b.index[id] = object
}

// build is what kustomize does with an overlay over base, in kustomize's
// order: resources, generators, patches, namespace, labels, replicas, images,
// hashes, references, sort. Secrets from files are not built.
func build(base, overlay *root) ([]*built, error) {
	b := &building{index: map[identity]*built{}}
	for _, r := range []*root{base, overlay} {
		if err := b.accumulate(r); err != nil {
			return nil, err
		}
	}
	for _, p := range overlay.k.patches {
		if err := b.patch(p, overlay.trees[p.path]); err != nil {
			return nil, fmt.Errorf("%s/%s: %w", overlay.dir, p.path, err)
		}
	}
	for _, object := range b.list {
		object.setNamespace(overlay.k.namespace)
		object.tree = overlay.k.labels.apply(&object.tree, object.kind)
		object.tree, _ = overlay.k.scaleAndTag(&object.tree)
	}
	renamed := hashNames(b.list)
	for _, object := range b.list {
		object.renameReferences(renamed)
	}
	bindServiceAccounts(b.list)
	overlay.k.sortLegacy(b.list)
	return b.list, nil
}

// scaleAndTag is t after replicas and images, in kustomize's order, and whether
// they change it.
func (k kustomization) scaleAndTag(t *tree.Node) (out tree.Node, changed bool) {
	out = *t
	at, _ := slices.BinarySearchFunc(k.replicas, t.Text("metadata", "name"), func(r replica, name string) int {
		return strings.Compare(r.name, name)
	})
	for ; at < len(k.replicas) && k.replicas[at].name == t.Text("metadata", "name"); at++ {
		if after, did := k.replicas[at].apply(&out); did {
			out, changed = after, true
		}
	}
	for _, entry := range k.images {
		if after, did := entry.apply(&out); did {
			out, changed = after, true
		}
	}
	return out, changed
}

// accumulate adds the resources and generated ConfigMaps of r.
func (b *building) accumulate(r *root) error {
	for _, name := range r.k.resources {
		if t, ok := r.trees[name]; ok {
			b.add(*t, false)
		}
	}
	for _, g := range r.k.configMaps {
		t, err := g.build(r)
		if err != nil {
			return fmt.Errorf("%s: %w", r.dir, err)
		}
		old := b.index[identify(&t)]
		switch {
		case old == nil && g.behavior == "":
			b.add(t, true)
		case old == nil || g.behavior == "":
			return fmt.Errorf("%s: ConfigMap %s: behavior %q does not fit the base", r.dir, g.name, g.behavior)
		default:
			old.tree = overlayConfigMap(&old.tree, &t, g.behavior)
		}
	}
	return nil
}

// build reads the literals and files of g as kustomize does.
func (g generator) build(r *root) (tree.Node, error) {
	data := map[string]string{}
	for _, literal := range g.literals {
		key, value, _ := strings.Cut(literal, "=")
		data[key] = unquote(value)
	}
	for _, source := range g.files {
		key, file, _ := strings.Cut(source, "=")
		content, ok := r.data[file]
		if !ok {
			return tree.Node{}, fmt.Errorf("ConfigMap %s: no file %s", g.name, file)
		}
		data[key] = string(content)
	}
	out := tree.OfMap(text("apiVersion", "v1"), text("kind", "ConfigMap"))
	out = out.With(tree.OfString(g.name), "metadata", "name")
	if len(g.labels) > 0 {
		out = out.With(tree.OfStrings(g.labels), "metadata", "labels")
	}
	if len(g.annotations) > 0 {
		out = out.With(tree.OfStrings(g.annotations), "metadata", "annotations")
	}
	if len(data) > 0 {
		out = out.With(tree.OfStrings(data), "data")
	}
	if g.immutable {
		out = out.With(tree.OfBool(true), "immutable")
	}
	return out, nil
}

// overlayConfigMap merges labels and annotations in any case, data only when
// the behavior is to merge, and takes everything else from the newer one.
func overlayConfigMap(old, newer *tree.Node, behavior string) tree.Node {
	out := old.Without("immutable")
	if behavior == "replace" {
		out = out.Without("data")
	}
	for _, path := range [][]string{{"metadata", "labels"}, {"metadata", "annotations"}, {"data"}} {
		if added := newer.Get(path...); added != nil {
			out = out.With(tree.Union(out.Get(path...), added), path...)
		}
	}
	if immutable := newer.Get("immutable"); immutable != nil {
		out = out.With(*immutable, "immutable")
	}
	return out
}

func (b *building) patch(p patch, change *tree.Node) error {
	target := p.target
	if p.rename != "" {
		target.name = p.rename
	}
	object := b.index[target]
	if object == nil {
		return fmt.Errorf("patches %s, which is not in the base", target)
	}
	s := schemaOf(&object.tree, nil)
	out, err := mergeMap(&object.tree, change, s)
	if err != nil {
		return fmt.Errorf("%s: %w", target, err)
	}
	if p.rename == "" {
		out = out.With(tree.OfString(target.name), "metadata", "name")
	}
	object.tree = out
	delete(b.index, target)
	b.index[identify(&out)] = object
	return nil
}

// hashNames renames the generated ConfigMaps and returns old names to new.
func hashNames(list []*built) newNames {
	renamed := newNames{}
	for _, object := range list {
		if !object.generated {
			continue
		}
		cm := corev1.ConfigMap{Data: object.tree.Strings("data")}
		cm.Name = object.tree.Text("metadata", "name")
		renamed[cm.Name] = confighash.Name(&cm)
		object.tree = object.tree.With(tree.OfString(renamed[cm.Name]), "metadata", "name")
	}
	return renamed
}
