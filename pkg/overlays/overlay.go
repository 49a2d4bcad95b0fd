package overlays

import (
	"fmt"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate"
)

// base is what all environments have.
type base struct {
	*objects
	stack  string
	shared []identity // the objects in it, sorted
	images usedImages // by those
}

func newBase(stack string, common *objects, envs []*compiled) *base {
	shared := shareable(common, envs)
	agreeOnJobs(common, shared, envs)
	return &base{common, stack, shared, imagesOf(common.pick(shared))}
}

// root writes the shared objects as they are.
func (b *base) root() (*root, error) {
	r, names := newRoot("base"), newFileNames(b.stack)
	r.k.header = []string{stackLine(b.stack)}
	r.data[".gitattributes"] = attributes
	for _, id := range b.shared {
		if err := r.add(names, id, b.objects); err != nil {
			return nil, fmt.Errorf("base: %w", err)
		}
	}
	r.finish()
	return r, nil
}

// overlay states what env has beyond the base, native fields first.
func (b *base) overlay(env *compiled) (*root, error) {
	r, names := newRoot("overlays/"+env.Name), newFileNames(b.stack)
	r.k.header, r.k.namespace = append([]string{stackLine(b.stack)}, env.Header...), env.Namespace
	r.k.orderFirst, r.k.orderLast = generate.ApplyOrder()
	r.k.labels = labelsFor(env.Labels, env.draft)
	r.k.images = imagesFor(b.images, imagesOf(env.draft.pick(env.draft.order)))
	r.k.replicas = replicasFor(b.shared, b.objects, env.draft)
	inBase := map[identity]bool{}
	for _, id := range b.shared {
		inBase[id] = true
		if err := b.refine(r, names, id, env); err != nil {
			return nil, fmt.Errorf("overlays/%s: %w", env.Name, err)
		}
	}
	own := slices.DeleteFunc(slices.Clone(env.draft.order), func(id identity) bool { return inBase[id] })
	slices.SortFunc(own, identity.compare)
	for _, id := range own {
		if err := r.add(names, id, env.draft); err != nil {
			return nil, fmt.Errorf("overlays/%s: %w", env.Name, err)
		}
	}
	r.addSecret(env.environment)
	r.finish()
	return r, nil
}

// refine turns the base's object into the environment's, after what images
// and replicas already do.
func (b *base) refine(r *root, names *fileNames, id identity, env *compiled) error {
	was, want := b.tree(id), env.draft.tree(id)
	if b.byID[id].generates {
		if refined := env.refinements[id]; refined != nil {
			refined.generate(refined.behavior, r)
		}
		return nil
	}
	change := env.changes[id]
	if after, changed := r.k.scaleAndTag(was); changed {
		var err error
		if change, err = patchFor(&after, want, b.byID[id].regular); err != nil {
			return err
		}
	}
	if change == nil {
		return nil
	}
	p := patch{path: names.name("patch-", id), target: id}
	if renames(was, want) {
		p.rename = was.Text("metadata", "name")
	}
	named := change.With(tree.OfString(id.apiVersion), "apiVersion")
	named = named.With(tree.OfString(id.kind.name), "kind")
	named = named.With(*want.Get("metadata", "name"), "metadata", "name")
	r.k.patches = append(r.k.patches, p)
	r.trees[p.path] = &named
	return nil
}

// add writes an object whole: a ConfigMap as a generator, all else as a file.
func (r *root) add(names *fileNames, id identity, from *objects) error {
	if !from.byID[id].generates {
		name := names.name("", id)
		r.k.resources = append(r.k.resources, name)
		r.trees[name] = from.tree(id)
		return nil
	}
	cm := from.byID[id].config
	if cm == nil {
		_, err := readConfigMap(from.tree(id))
		return err
	}
	cm.generate("", r)
	return nil
}

// addSecret lets kustomize make a Secret from a file that stays out of git.
func (r *root) addSecret(env environment) {
	if env.SecretsFile == "" {
		return
	}
	r.k.secret = &secret{env.SecretName, env.SecretsFile}
	keys := slices.Sorted(slices.Values(env.SecretKeys))
	lines := []string{
		generated,
		"# Copy to " + env.SecretsFile + " and fill in; it becomes the Secret " + env.SecretName + ".",
	}
	for _, key := range slices.Compact(keys) {
		lines = append(lines, key+"=")
	}
	r.data[env.SecretsFile+exampleSuffix] = []byte(strings.Join(lines, "\n") + "\n")
}

// finish puts the entries in the order a reader looks for them.
func (r *root) finish() {
	slices.Sort(r.k.resources)
	sortBy(r.k.patches, func(p patch) string { return p.path })
	sortBy(r.k.configMaps, func(g generator) string { return g.name })
}
