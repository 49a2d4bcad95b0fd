package overlays

import (
	"context"
	"fmt"
	"slices"

	"github.com/djangostack/djangostack/internal/kustomize"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// compiled is one environment on its way from objects to an overlay.
type compiled struct {
	environment
	draft *objects
	// final are the finished objects.
	final []stack.Object
	// changes are the patches that make the draft's objects of the base's, nil
	// where they are alike. An object without an entry is no patch's doing.
	changes map[kustomize.ID]*tree.Node
	// overrides do that for ConfigMaps.
	overrides map[kustomize.ID]*kustomize.ConfigMap
}

// compile expresses envs as a base and one overlay each, and proves every
// overlay before it returns. plain are the objects with no environment applied.
func compile(ctx context.Context, stack string, plain *objects, envs []environment) ([]File, error) {
	d, err := newDirectories(ctx, stack, plain, envs)
	if err != nil {
		return nil, err
	}
	if err := d.prove(ctx); err != nil {
		return nil, err
	}
	return d.files(ctx)
}

// directories are a base and the overlays of all environments, not proved yet.
type directories struct {
	base     *kustomize.Directory
	overlays []*kustomize.Directory
	envs     []*compiled // those of the overlays
}

func newDirectories(
	ctx context.Context, stack string, plain *objects, envs []environment,
) (*directories, error) {
	if !isLabel(stack) {
		return nil, fmt.Errorf("stack %q: use lower-case letters, digits and '-', up to 63 characters", stack)
	}
	all, err := compareAll(ctx, envs, plain)
	if err != nil {
		return nil, err
	}
	b := newBase(stack, plain, all)
	d := &directories{overlays: make([]*kustomize.Directory, len(all)), envs: all}
	if d.base, err = b.directory(); err != nil {
		return nil, err
	}
	return d, inParallel(ctx, all, func(i int, env *compiled) error {
		overlay, err := b.overlay(env)
		if err != nil {
			return err
		}
		if !d.base.Empty() {
			overlay.Kustomization.Resources = append(overlay.Kustomization.Resources, "../../base")
		}
		slices.Sort(overlay.Kustomization.Resources)
		d.overlays[i] = overlay
		return nil
	})
}

// prove builds every overlay and compares it with its environment.
func (d *directories) prove(ctx context.Context) error {
	proofs := make([]proof, len(d.envs))
	var steps []func() error
	for i, env := range d.envs {
		p := &proofs[i]
		p.overlay, p.final = d.overlays[i].Path, env.final
		steps = append(steps,
			func() (err error) { p.built, err = kustomize.Build(d.base, d.overlays[i]); return err },
			func() (err error) { p.wanted, err = treesOf(p.final); return err })
	}
	if err := inParallel(ctx, steps, func(_ int, step func() error) error { return step() }); err != nil {
		return err
	}
	for i := range proofs {
		if err := proofs[i].compare(); err != nil {
			return err
		}
	}
	return nil
}

// compareAll reads the environments, finishes their objects and compares each with the base.
func compareAll(ctx context.Context, envs []environment, base *objects) ([]*compiled, error) {
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
	return all, inParallel(ctx, all, func(_ int, env *compiled) error {
		draft, err := newObjects(env.Draft, "environment "+env.Name, base)
		if err != nil {
			return err
		}
		env.final = env.Finish(env.Draft)
		if err := checkLimits(env.final); err != nil {
			return fmt.Errorf("environment %s: %w", env.Name, err)
		}
		nameJobs(draft, env.final)
		env.draft = draft
		env.compare(base)
		return nil
	})
}

// files encodes the base, unless it is empty, and the overlays.
func (d *directories) files(ctx context.Context) ([]File, error) {
	var out []File
	if len(d.overlays) > 0 {
		out = append(out, gitFiles()...)
	}
	all := d.overlays
	if !d.base.Empty() {
		all = append(slices.Clip(all), d.base)
	}
	encoded := make([][]File, len(all))
	err := inParallel(ctx, all, func(i int, one *kustomize.Directory) error {
		return one.Encode(func(path string, data []byte) { encoded[i] = append(encoded[i], File{path, data}) })
	})
	if err != nil {
		return nil, err
	}
	out = append(out, slices.Concat(encoded...)...)
	for _, file := range out {
		if err := layout.CheckPath(file.Path); err != nil {
			return nil, err
		}
	}
	sorted.By(out, func(f File) string { return f.Path })
	return out, checkPortable(out)
}
