package overlays

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate"
)

// compiled is one environment on its way from objects to an overlay.
type compiled struct {
	environment
	draft *objects
	// final are the finished objects.
	final []generate.Object
	// changes are the patches that make the draft's objects of the base's, nil
	// where they are alike. An object without an entry is no patch's doing.
	changes map[identity]*tree.Node
	// refinements do that for ConfigMaps.
	refinements map[identity]*refinement
}

// compile expresses envs as a base and one overlay each, and proves every
// overlay before it returns. plain are the objects with no environment applied.
func compile(stack string, plain []generate.Object, envs []environment) ([]File, error) {
	t, err := express(stack, plain, envs)
	if err != nil {
		return nil, err
	}
	if err := t.prove(); err != nil {
		return nil, err
	}
	return t.files()
}

// expression is a base and the overlays of all environments, not proved yet.
type expression struct {
	base     *root
	overlays []*root
	envs     []*compiled // those of the overlays
}

func express(stack string, plain []generate.Object, envs []environment) (*expression, error) {
	if !isLabel(stack) {
		return nil, fmt.Errorf("stack %q: use lower-case letters, digits and '-', up to 63 characters", stack)
	}
	common, err := collect(plain, "base", nil)
	if err != nil {
		return nil, err
	}
	all, err := collectAll(envs, common)
	if err != nil {
		return nil, err
	}
	b := newBase(stack, common, all)
	t := &expression{overlays: make([]*root, len(all)), envs: all}
	if t.base, err = b.root(); err != nil {
		return nil, err
	}
	return t, eachAtOnce(all, func(i int, env *compiled) error {
		overlay, err := b.overlay(env)
		if err != nil {
			return err
		}
		if !t.base.empty() {
			overlay.k.resources = append(overlay.k.resources, "../../base")
		}
		slices.Sort(overlay.k.resources)
		t.overlays[i] = overlay
		return nil
	})
}

// prove builds every overlay and compares it with its environment.
func (t *expression) prove() error {
	return eachAtOnce(t.envs, func(i int, env *compiled) error { return prove(t.base, t.overlays[i], env) })
}

// eachAtOnce does the work of every item beside the others. The error is that of the first
// in order, so that the same stack always says the same.
func eachAtOnce[T any](items []T, work func(int, T) error) error {
	failed := make([]error, len(items))
	var all sync.WaitGroup
	for i, item := range items {
		all.Go(func() { failed[i] = work(i, item) })
	}
	all.Wait()
	return cmp.Or(failed...)
}

// collectAll reads the environments, finishes their objects and compares each with the base.
func collectAll(envs []environment, base *objects) ([]*compiled, error) {
	seen := map[string]bool{}
	all := make([]*compiled, len(envs))
	for i, env := range envs {
		if err := env.check(); err != nil {
			return nil, err
		}
		if seen[env.Name] {
			return nil, fmt.Errorf("environment %s: there are two of that name", env.Name)
		}
		seen[env.Name] = true
		all[i] = &compiled{environment: env}
	}
	return all, eachAtOnce(all, func(_ int, env *compiled) error {
		draft, err := collect(env.Draft, "environment "+env.Name, base)
		if err != nil {
			return err
		}
		env.final = env.Finish(env.Draft)
		if err := fit(env.final); err != nil {
			return fmt.Errorf("environment %s: %w", env.Name, err)
		}
		nameJobs(draft, env.final)
		env.draft = draft
		env.compare(base)
		return nil
	})
}

// compare finds the patches that make the base's objects the environment's.
func (c *compiled) compare(base *objects) {
	c.changes = make(map[identity]*tree.Node, len(base.order))
	c.refinements = map[identity]*refinement{}
	for _, id := range base.order {
		was, want := base.byID[id], c.draft.byID[id]
		if want == nil {
			continue
		}
		if was.generates != want.generates {
			continue
		}
		if was.generates {
			if refined, ok := want.config.over(was.config); ok {
				c.changes[id], c.refinements[id] = nil, refined
			}
			continue
		}
		change, err := patchFor(was.tree, want.tree, was.regular)
		if err == nil && (!renames(was.tree, want.tree) || !removesMetadata(change)) {
			c.changes[id] = change
		}
	}
}

// shareable lists what can live in the base: the objects every environment
// has and whose differences a patch or generator can state exactly. All
// others are whole resources of their overlays; no patch ever deletes.
func shareable(base *objects, envs []*compiled) []identity {
	var out []identity
	for _, id := range base.order {
		if !slices.ContainsFunc(envs, func(c *compiled) bool { _, ok := c.changes[id]; return !ok }) {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, identity.compare)
	return out
}

func renames(base, want *tree.Node) bool {
	return base.Text("metadata", "name") != want.Text("metadata", "name")
}

// removesMetadata reports a null in the labels or annotations of a patch. A
// patch that renames has to name its target, and for those kustomize rewrites
// labels and annotations as strings first: it would set the value "null".
func removesMetadata(change *tree.Node) bool {
	isNull := func(n tree.Node) bool { return n.Kind() == tree.Null }
	for _, field := range []string{"labels", "annotations"} {
		entries := change.Get("metadata", field)
		if entries != nil && (isNull(*entries) || slices.ContainsFunc(entries.Items(), isNull)) {
			return true
		}
	}
	return false
}

// agreeOnJobs gives a Job that is the same in every environment its final
// name in the base, so that no overlay renames it.
func agreeOnJobs(base *objects, shared []identity, envs []*compiled) {
	for _, id := range shared {
		if !id.isJob() || len(envs) == 0 {
			continue
		}
		first := envs[0].draft.tree(id)
		if slices.ContainsFunc(envs, func(e *compiled) bool { return !tree.Equal(e.draft.tree(id), first) }) {
			continue
		}
		base.byID[id].tree = first
		for _, env := range envs {
			env.changes[id] = nil
		}
	}
}

// files encodes the base, unless it is empty, and the overlays.
func (t *expression) files() ([]File, error) {
	var out []File
	if len(t.overlays) > 0 {
		out = append(out, forGit()...)
	}
	roots := t.overlays
	if !t.base.empty() {
		roots = append(slices.Clip(roots), t.base)
	}
	encoded := make([][]File, len(roots))
	err := eachAtOnce(roots, func(i int, r *root) (err error) {
		encoded[i], err = r.files()
		return err
	})
	if err != nil {
		return nil, err
	}
	out = append(out, slices.Concat(encoded...)...)
	for _, file := range out {
		if err := checkPath(file.Path); err != nil {
			return nil, err
		}
	}
	sortBy(out, func(f File) string { return f.Path })
	return out, checkPortable(out)
}
