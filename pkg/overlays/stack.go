package overlays

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Compiler turns stacks into trees. The zero value is ready to use.
type Compiler struct {
	// Components make the objects. Default: [generate.Components].
	Components []generate.Component
	// Mutate may change, add and remove objects before overlays are computed.
	// It is called once for each environment, with environment "" for the base,
	// from several goroutines at once; the objects are its own, and those it adds must
	// be new ones each time. Names it finds are plain: namespace, environment labels
	// and content hashes come later.
	Mutate func(environment string, objects []generate.Object) ([]generate.Object, error)
}

// Compile turns a stack into its tree with the built-in components. See
// [Compiler.Compile].
func Compile(s *spec.DjangoStack) ([]File, error) { return Compiler{}.Compile(s) }

// Compile turns a stack into its tree: [Compiler.Resolve] and [Resolved.Files]. A stack that
// is not valid in one of its environments is refused with [spec.Errors].
func (c Compiler) Compile(s *spec.DjangoStack) ([]File, error) {
	resolved, errs, _ := c.Resolve(&spec.Document{Stack: s})
	if len(errs) > 0 {
		return nil, errs
	}
	return resolved.Files()
}

// Resolved is a stack in all its environments, with the topology of each.
type Resolved struct {
	compiler Compiler
	source   *spec.DjangoStack
	stacks   []*generate.Stack
	extents  map[string]spec.Extent
}

// Resolve makes a stack's environments and says what is wrong with it, and what
// is allowed but seldom meant. Where there are errors, nothing is to be made of what it
// returns.
func (c Compiler) Resolve(d *spec.Document) (resolved *Resolved, errs, warnings spec.Errors) {
	var topologies sync.Map
	all, errs, warnings := d.Resolve(func(e *spec.Effective) (errs, warnings field.ErrorList) {
		st := generate.Resolve(e, c.Components...)
		topologies.Store(e, st)
		return nil, st.Warnings()
	})
	if len(errs) > 0 {
		return nil, errs, warnings
	}
	r := c.resolved(d.Stack)
	for _, e := range all {
		st, _ := topologies.Load(e)
		r.add(e, st.(*generate.Stack))
	}
	return r, nil, warnings
}

// ResolveChecked is [Compiler.Resolve] for a stack that has been found valid.
func (c Compiler) ResolveChecked(s *spec.DjangoStack) (*Resolved, error) {
	r := c.resolved(s)
	for _, name := range s.EnvironmentNames() {
		e, err := s.Effective(name)
		if err != nil {
			return nil, err
		}
		r.add(e, generate.Resolve(e, c.Components...))
	}
	return r, nil
}

func (c Compiler) resolved(s *spec.DjangoStack) *Resolved {
	return &Resolved{compiler: c, source: s, extents: map[string]spec.Extent{}}
}

func (r *Resolved) add(e *spec.Effective, st *generate.Stack) {
	r.stacks = append(r.stacks, st)
	r.extents[e.Environment] = e.Extent
}

// Extent is what the size of an environment's objects follows from.
func (r *Resolved) Extent(environment string) spec.Extent { return r.extents[environment] }

// Environment returns the stack in an environment, nil where it has none of that name.
func (r *Resolved) Environment(name string) *generate.Stack {
	i := slices.IndexFunc(r.stacks, func(st *generate.Stack) bool { return st.Environment == name })
	if i < 0 {
		return nil
	}
	return r.stacks[i]
}

// Files makes the stack's tree: the base, which is the spec with no environment applied,
// and one overlay for each environment. Every overlay is proved to build to exactly the
// objects of its environment before the tree is returned, sorted by path.
func (r *Resolved) Files() ([]File, error) {
	base, envs, err := r.environments()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.source.Metadata.Name, err)
	}
	return compile(r.source.Metadata.Name, base, envs)
}

// Objects are those of one environment in the order they are applied, as its overlay
// builds them; a Secret that the overlay makes of [spec.Secrets.EnvFile] is not among
// them.
func (r *Resolved) Objects(environment string) ([]generate.Object, error) {
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
	final := st.Finish(draft)
	return final, fit(final)
}

// environments makes the objects of the base and of every environment.
func (r *Resolved) environments() (base []generate.Object, envs []environment, err error) {
	envs = make([]environment, len(r.stacks))
	var tasks []func() error
	for i, st := range r.stacks {
		tasks = append(tasks, func() (err error) { envs[i], err = r.compiler.environment(st); return err })
	}
	tasks = append(tasks, func() (err error) { base, err = r.base(); return err })
	if err := eachAtOnce(tasks, func(_ int, task func() error) error { return task() }); err != nil {
		return nil, nil, err
	}
	return base, envs, apart(envs)
}

// apart refuses an object that two environments have: each finishes its own where they are.
func apart(envs []environment) error {
	owners := map[generate.Object]string{}
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
func (r *Resolved) base() ([]generate.Object, error) {
	e, err := r.source.Effective("")
	if err != nil {
		return nil, err
	}
	return r.compiler.build(generate.Resolve(e, r.compiler.Components...))
}

// environment makes one environment in full.
func (c Compiler) environment(st *generate.Stack) (environment, error) {
	draft, err := c.build(st)
	if err != nil {
		return environment{}, err
	}
	secrets := generate.Secrets(draft)
	own := st.Spec.Secrets
	env := environment{
		Name:      st.Environment,
		Namespace: st.Spec.Namespace.Name,
		Labels:    st.InstanceLabels(),
		Draft:     draft,
		Finish:    st.Finish,
	}
	if own.EnvFile != "" {
		env.SecretsFile, env.SecretName, env.SecretKeys = own.EnvFile, own.Name, secrets[own.Name]
		delete(secrets, own.Name)
	}
	env.Header = secretsHeader(secrets)
	return env, nil
}

// build makes the objects of one environment under their plain names.
func (c Compiler) build(st *generate.Stack) ([]generate.Object, error) {
	objects := st.Build()
	if c.Mutate == nil {
		return objects, nil
	}
	return c.Mutate(st.Environment, objects)
}

// secretsHeader says at the top of an overlay what it does not bring along.
func secretsHeader(secrets map[string][]string) []string {
	if len(secrets) == 0 {
		return nil
	}
	lines := []string{"Secrets that must exist in the namespace:"}
	for _, name := range sorted.Keys(secrets) {
		line := "  " + name
		if keys := secrets[name]; len(keys) > 0 {
			line += ": " + strings.Join(keys, ", ")
		}
		lines = append(lines, line)
	}
	return lines
}
