package overlays

import (
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/djangostack/djangostack/internal/kustomize"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// overlay returns what env has beyond the base, native fields first.
func (b *base) overlay(env *compiled) (*kustomize.Directory, error) {
	d, all := newDirectory("overlays/"+env.Name, b.stack), env.draft.treesOf(env.draft.order)
	k := &d.Kustomization
	k.Header, k.Namespace = append([]string{stackLine(b.stack)}, env.Header...), env.Namespace
	k.OrderFirst, k.OrderLast = stack.ApplyOrder()
	if env.KeepNamespaces {
		d.KeepNamespaces(d.names.Name("set-", kustomize.ID{TypeMeta: kustomize.TypeMeta{Kind: "Namespace"}}))
	}
	for _, t := range env.clusterTypes() {
		d.UnsetNamespaces(t, d.names.Name("unset-namespace-", kustomize.ID{TypeMeta: t}))
	}
	k.Labels = kustomize.LabelsFor(env.Labels, all)
	k.Images = kustomize.ImagesFor(b.images, kustomize.ImagesIn(all))
	k.Replicas = kustomize.ReplicasFor(b.treesOf(b.shared), env.draft.treesOf(b.shared), all)
	inBase := make(map[kustomize.ID]bool, len(b.shared))
	for _, id := range b.shared {
		inBase[id] = true
		if err := b.addChange(d, id, env); err != nil {
			return nil, fmt.Errorf("overlays/%s: %w", env.Name, err)
		}
	}
	own := slices.DeleteFunc(slices.Clone(env.draft.order), func(id kustomize.ID) bool { return inBase[id] })
	slices.SortFunc(own, kustomize.ID.Compare)
	for _, id := range own {
		if err := d.add(id, env.draft); err != nil {
			return nil, fmt.Errorf("overlays/%s: %w", env.Name, err)
		}
	}
	d.addSecret(env.environment)
	d.Sort()
	return d.Directory, nil
}

// clusterTypes are the types of the environment's objects that belong to the cluster, and that
// kustomize would give a namespace.
func (c *compiled) clusterTypes() []kustomize.TypeMeta {
	var types []kustomize.TypeMeta
	if c.IsClusterScoped == nil {
		return nil
	}
	for _, id := range c.draft.order {
		if id.HasNamespace() && c.IsClusterScoped(schema.GroupKind{Group: id.Group(), Kind: id.Kind}) {
			types = append(types, id.TypeMeta)
		}
	}
	slices.SortFunc(types, kustomize.TypeMeta.Compare)
	return slices.Compact(types)
}

// addChange turns the base's object into the environment's, after what images
// and replicas already do.
func (b *base) addChange(d *directory, id kustomize.ID, env *compiled) error {
	was, want := b.tree(id), env.draft.tree(id)
	if b.byID[id].generates {
		if override := env.overrides[id]; override != nil {
			d.AddConfigMap(override)
		}
		return nil
	}
	change := env.changes[id]
	if after, changed := d.Kustomization.SetReplicasAndImages(was); changed {
		var err error
		if change, err = kustomize.CreatePatch(&after, want, b.byID[id].mergeable); err != nil {
			return err
		}
	}
	if change == nil {
		return nil
	}
	p := kustomize.Patch{Path: d.names.Name("patch-", id), Target: id}
	if renames(was, want) {
		p.Rename = was.Text("metadata", "name")
	}
	named := change.With(tree.OfString(id.APIVersion), "apiVersion")
	named = named.With(tree.OfString(id.Kind), "kind")
	named = named.With(*want.Get("metadata", "name"), "metadata", "name")
	d.AddPatch(p, &named)
	return nil
}
