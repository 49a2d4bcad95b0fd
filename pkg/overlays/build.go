package overlays

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/confighash"
)

// built is an object on its way through the model of a build.
type built struct {
	tree
	generated bool // a ConfigMap whose name gets a hash
}

// building are the objects of a build under way, found by identity. Their trees
// are those of the roots until a step needs another: no step changes one.
type building struct {
	list  []*built
	index map[identity]*built
}

func (b *building) add(object *built) {
	b.list = append(b.list, object)
	b.index[identify(object.tree)] = object
}

// build is what kustomize does with an overlay over base, in kustomize's
// order: resources, generators, patches, namespace, labels, replicas, images,
// hashes, references, sort. Secrets from files are not built.
func build(base, overlay *root) ([]tree, error) {
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
		t := setNamespace(object.tree, overlay.k.namespace)
		object.tree, _ = overlay.k.scaleAndTag(overlay.k.labels.apply(t))
	}
	renamed := hashNames(b.list)
	out := make([]tree, len(b.list))
	for i, object := range b.list {
		out[i] = renameReferences(object.tree, renamed)
	}
	bindServiceAccounts(out)
	sortLegacy(out)
	return out, nil
}

// scaleAndTag is t after replicas and images, in kustomize's order, and whether
// they change it.
func (k kustomization) scaleAndTag(t tree) (_ tree, changed bool) {
	for _, entry := range k.replicas {
		after, did := entry.apply(t)
		t, changed = after, changed || did
	}
	for _, entry := range k.images {
		after, did := entry.apply(t)
		t, changed = after, changed || did
	}
	return t, changed
}

// accumulate adds the resources and generated ConfigMaps of r.
func (b *building) accumulate(r *root) error {
	for _, name := range r.k.resources {
		if t, ok := r.trees[name]; ok {
			b.add(&built{tree: t})
		}
	}
	for _, g := range r.k.configMaps {
		t, err := g.build(r)
		if err != nil {
			return fmt.Errorf("%s: %w", r.dir, err)
		}
		old := b.index[identify(t)]
		switch {
		case old == nil && g.behavior == "":
			b.add(&built{tree: t, generated: true})
		case old == nil || g.behavior == "":
			return fmt.Errorf("%s: ConfigMap %s: behavior %q does not fit the base", r.dir, g.name, g.behavior)
		default:
			overlayConfigMap(old.tree, t, g.behavior)
		}
	}
	return nil
}

// build reads the literals and files of g as kustomize does.
func (g generator) build(r *root) (tree, error) {
	data := tree{}
	for _, literal := range g.literals {
		key, value, _ := strings.Cut(literal, "=")
		data[key] = unquote(value)
	}
	for _, source := range g.files {
		key, file, _ := strings.Cut(source, "=")
		content, ok := r.data[file]
		if !ok {
			return nil, fmt.Errorf("ConfigMap %s: no file %s", g.name, file)
		}
		data[key] = string(content)
	}
	metadata := tree{"name": g.name}
	if len(g.labels) > 0 {
		metadata["labels"] = stringTree(g.labels)
	}
	if len(g.annotations) > 0 {
		metadata["annotations"] = stringTree(g.annotations)
	}
	out := tree{"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}
	if len(data) > 0 {
		out["data"] = data
	}
	if g.immutable {
		out["immutable"] = true
	}
	return out, nil
}

// overlayConfigMap merges labels and annotations in any case, data only when
// the behavior is to merge, and takes everything else from the newer one.
func overlayConfigMap(old, newer tree, behavior string) {
	for _, field := range []string{"labels", "annotations"} {
		for key, value := range stringMap(lookup(newer, "metadata", field)) {
			ensure(old, "metadata", field)[key] = value
		}
	}
	if behavior == "replace" {
		delete(old, "data")
	}
	for key, value := range stringMap(newer["data"]) {
		ensure(old, "data")[key] = value
	}
	delete(old, "immutable")
	if newer["immutable"] == true {
		old["immutable"] = true
	}
}

func (b *building) patch(p patch, change tree) error {
	target := p.target
	if p.rename != "" {
		target.name = p.rename
	}
	object := b.index[target]
	if object == nil {
		return fmt.Errorf("patches %s, which is not in the base", target)
	}
	s := schemaOf(object.tree, nil)
	out, err := mergeMap(object.tree, change, s, target.String())
	if err != nil {
		return err
	}
	if p.rename == "" {
		out = with(out, target.name, "metadata", "name")
	}
	object.tree = out
	delete(b.index, target)
	b.index[identify(out)] = object
	return nil
}

// hashNames renames the generated ConfigMaps and returns old names to new.
func hashNames(list []*built) newNames {
	renamed := newNames{}
	for _, object := range list {
		if !object.generated {
			continue
		}
		cm := corev1.ConfigMap{Data: stringMap(object.tree["data"])}
		cm.Name = text(object.tree, "metadata", "name")
		renamed[cm.Name] = confighash.Name(&cm)
		object.tree = with(object.tree, renamed[cm.Name], "metadata", "name")
	}
	return renamed
}
