package overlays

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Resolved is a stack in all its environments, with the topology of each. [Compiler.Resolve]
// makes one.
type Resolved struct {
	compiler Compiler
	source   *spec.DjangoStack
	stacks   []*stack.Stack
}

// Extent returns what the size of an environment's objects follows from, nothing where there
// is no environment of that name.
func (r *Resolved) Extent(environment string) spec.Extent {
	st := r.Environment(environment)
	if st == nil {
		return spec.Extent{}
	}
	return st.Effective().Extent
}

// Environment returns the stack in an environment, nil where it has none of that name.
func (r *Resolved) Environment(name string) *stack.Stack {
	i := slices.IndexFunc(r.stacks, func(st *stack.Stack) bool { return st.Environment == name })
	if i < 0 {
		return nil
	}
	return r.stacks[i]
}

// Files returns the stack's tree, sorted by path: the base, which is the spec with no
// environment applied, and one overlay for each environment. Every overlay is proved to build
// to exactly the objects of its environment. Once ctx is done, the work ends with its error.
func (r *Resolved) Files(ctx context.Context) ([]File, error) {
	if r.source == nil {
		return nil, errNoStack
	}
	base, envs, err := r.environments(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.source.Metadata.Name, err)
	}
	return compile(ctx, r.source.Metadata.Name, base, envs)
}

// Objects returns the objects of one environment in the order in which they are applied, as
// its overlay builds them; a Secret that the overlay makes of [spec.Secrets.EnvFile] is not
// among them.
func (r *Resolved) Objects(environment string) ([]stack.Object, error) {
	if r.source == nil {
		return nil, errNoStack
	}
	st := r.Environment(environment)
	if st == nil {
		var names []string
		for _, st := range r.stacks {
			names = append(names, st.Environment)
		}
		return nil, fmt.Errorf("no environment %q; this stack has %s", environment, strings.Join(names, ", "))
	}
	draft, err := r.compiler.build(st)
	if err != nil {
		return nil, err
	}
	var final []stack.Object
	err = guarded(func() error {
		final = st.Finish(draft)
		return checkLimits(final)
	})
	return final, err
}

// environments makes the objects of the base, as trees, and of every environment.
func (r *Resolved) environments(ctx context.Context) (base *objects, envs []environment, err error) {
	envs = make([]environment, len(r.stacks))
	var tasks []func() error
	for i, st := range r.stacks {
		tasks = append(tasks, func() (err error) { envs[i], err = r.compiler.environment(st); return err })
	}
	tasks = append(tasks, func() (err error) { base, err = r.base(); return err })
	if err := inParallel(ctx, tasks, func(_ int, task func() error) error { return task() }); err != nil {
		return nil, nil, err
	}
	return base, envs, checkDistinct(envs)
}

// checkDistinct refuses an object that two environments have: each finishes its own where they are.
func checkDistinct(envs []environment) error {
	owners := map[stack.Object]string{}
	for _, env := range envs {
		for _, object := range env.Draft {
			if owner, taken := owners[object]; taken && owner != env.Name {
				return fmt.Errorf("environments %s and %s have the same object, %s; make a new one for each",
					owner, env.Name, idOf(object))
			}
			owners[object] = env.Name
		}
	}
	return nil
}

// base makes the objects of the spec with no environment applied, which need not be
// complete.
func (r *Resolved) base() (*objects, error) {
	loader, err := r.compiler.Loader()
	if err != nil {
		return nil, err
	}
	st, err := r.compiler.resolve(loader, r.source, "")
	if err != nil {
		return nil, err
	}
	plain, err := r.compiler.build(st)
	if err != nil {
		return nil, err
	}
	return newObjects(plain, "base", nil)
}
