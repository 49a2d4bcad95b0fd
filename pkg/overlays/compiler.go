package overlays

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/policy"
	"github.com/djangostack/djangostack/pkg/spec"
)

// File is one file of a tree. Path is relative to the output folder and slash-separated.
type File struct {
	Path string
	Data []byte
}

// Compiler turns stacks into trees. The zero value is ready to use.
type Compiler struct {
	// Components make the objects. Default: [generate.Components].
	Components []stack.Component
	// Mutate may change, add and remove objects before overlays are computed.
	// It is called once for each environment and once for the base, whose Environment is
	// "", from several goroutines at once; the objects are its own, and those it adds must
	// be new ones each time. Names it finds are plain: namespace, environment labels
	// and content hashes come later. An error, or a panic, is a [stack.ComponentError].
	Mutate func(st *stack.Stack, objects []stack.Object) ([]stack.Object, error)
	// Policies are asked by Resolve and Compile about the finished objects of each environment
	// of a stack that is otherwise valid. Each has to allow them. Default: none.
	Policies []*policy.Policy
}

// Compile turns a stack into its tree with the built-in components. See
// [Compiler.Compile].
func Compile(ctx context.Context, s *spec.DjangoStack) ([]File, error) {
	return Compiler{}.Compile(ctx, s)
}

// Compile turns a stack into its tree: [Compiler.Resolve] and [Resolved.Files]. A stack that
// is not valid in one of its environments is refused with [spec.Errors]. Once ctx is done,
// the work ends with its error.
func (c Compiler) Compile(ctx context.Context, s *spec.DjangoStack) ([]File, error) {
	loader, err := c.Loader()
	if err != nil {
		return nil, err
	}
	resolved, _, err := c.Resolve(ctx, loader.Document(s))
	if err != nil {
		return nil, err
	}
	return resolved.Files(ctx)
}

// Resolve returns a stack in all its environments, and warnings about what is allowed but
// seldom meant. What is wrong with it is an error of type [spec.Errors]; the warnings are
// there beside that. An error of a component is a [stack.ComponentError] in its chain. Once
// ctx is done, the error is that of ctx.
func (c Compiler) Resolve(ctx context.Context, d *spec.Document) (*Resolved, spec.Errors, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	var topologies sync.Map // by *spec.Effective, a *topology each
	all, errs, warnings := d.Resolve(func(e *spec.Effective) (errs, warnings field.ErrorList) {
		if ctx.Err() != nil {
			return nil, nil
		}
		var t topology
		if t.stack, t.err = generate.Resolve(e, c.Components...); t.err == nil {
			e.AddWorkloads(generate.Further(t.stack))
			errs, warnings, t.err = t.stack.Validate()
		}
		topologies.Store(e, &t)
		return errs, warnings
	})
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case len(errs) > 0:
		return nil, warnings, errs
	}
	r := &Resolved{compiler: c, source: d.Stack}
	for _, e := range all {
		found, _ := topologies.Load(e)
		t := found.(*topology)
		if t.err != nil {
			return nil, warnings, inEnvironment(e.Environment, t.err)
		}
		r.stacks = append(r.stacks, t.stack)
	}
	wrong, doubtful, err := r.checkPatches(ctx)
	if err != nil {
		return nil, warnings, err
	}
	warnings = spec.JoinErrors(append(warnings, d.PlaceWarnings(doubtful)...))
	if errs := d.Place(wrong); len(errs) > 0 {
		return nil, warnings, errs
	}
	found, err := r.judge(ctx)
	if err != nil {
		return nil, warnings, err
	}
	if errs := d.Place(found); len(errs) > 0 {
		return nil, warnings, errs
	}
	return r, warnings, nil
}

// topology is what has become of one environment.
type topology struct {
	stack *stack.Stack
	err   error
}

// ResolveChecked returns a stack in all its environments, as [Compiler.Resolve] does, but
// checks nothing: it is for a stack that has been found valid.
func (c Compiler) ResolveChecked(ctx context.Context, s *spec.DjangoStack) (*Resolved, error) {
	if s == nil {
		return nil, errNoStack
	}
	loader, err := c.Loader()
	if err != nil {
		return nil, err
	}
	r := &Resolved{compiler: c, source: s}
	for _, name := range s.EnvironmentNames() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		st, err := c.resolve(loader, s, name)
		if err != nil {
			return nil, inEnvironment(name, err)
		}
		r.stacks = append(r.stacks, st)
	}
	return r, nil
}

// resolve returns a stack in one environment.
func (c Compiler) resolve(loader spec.Loader, s *spec.DjangoStack, environment string) (*stack.Stack, error) {
	e, err := loader.Effective(s, environment)
	if err != nil {
		return nil, err
	}
	return generate.Resolve(e, c.Components...)
}

// build makes the objects of one environment under their plain names. In the base, which need not
// be complete, a patch that does not fit changes nothing.
func (c Compiler) build(st *stack.Stack) ([]stack.Object, error) {
	patched, err := c.patched(st)
	if err == nil && st.Environment != "" {
		err = patched.Errors.ToAggregate()
	}
	return patched.Objects, inEnvironment(st.Environment, err)
}

// patched makes the objects of one environment, and says what is wrong with its patches.
func (c Compiler) patched(st *stack.Stack) (stack.Patched, error) {
	objects, err := st.Build()
	if err == nil && c.Mutate != nil {
		objects, err = st.Mutate(objects, c.Mutate)
	}
	if err != nil {
		return stack.Patched{}, err
	}
	return st.Patch(objects)
}

var errNoStack = errors.New("no stack; resolve one with Compiler.Resolve")

// inEnvironment says in which environment an error was met.
func inEnvironment(name string, err error) error {
	if err == nil || name == "" {
		return err
	}
	return fmt.Errorf("environment %s: %w", name, err)
}
