package overlays

import (
	"context"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/generate"
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
func Compile(ctx context.Context, s *spec.DjangoStack) ([]File, error) {
	return Compiler{}.Compile(ctx, s)
}

// Compile turns a stack into its tree: [Compiler.Resolve] and [Resolved.Files]. A stack that
// is not valid in one of its environments is refused with [spec.Errors]. Once ctx is done,
// the work ends with its error.
func (c Compiler) Compile(ctx context.Context, s *spec.DjangoStack) ([]File, error) {
	resolved, _, err := c.Resolve(ctx, &spec.Document{Stack: s})
	if err != nil {
		return nil, err
	}
	return resolved.Files(ctx)
}

// Resolve returns a stack in all its environments, and warnings about what is allowed but
// seldom meant. What is wrong with it is an error of type [spec.Errors]; the warnings are
// there beside that. Once ctx is done, the error is that of ctx.
func (c Compiler) Resolve(ctx context.Context, d *spec.Document) (*Resolved, spec.Errors, error) {
	var topologies sync.Map
	all, errs, warnings := d.Resolve(func(e *spec.Effective) (errs, warnings field.ErrorList) {
		if ctx.Err() != nil {
			return nil, nil
		}
		st := generate.Resolve(e, c.Components...)
		topologies.Store(e, st)
		return nil, st.Warnings()
	})
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if len(errs) > 0 {
		return nil, warnings, errs
	}
	r := c.resolved(d.Stack)
	for _, e := range all {
		st, _ := topologies.Load(e)
		r.add(e, st.(*generate.Stack))
	}
	return r, warnings, nil
}

// ResolveChecked returns a stack in all its environments, as [Compiler.Resolve] does, but
// checks nothing: it is for a stack that has been found valid.
func (c Compiler) ResolveChecked(ctx context.Context, s *spec.DjangoStack) (*Resolved, error) {
	r := c.resolved(s)
	for _, name := range s.EnvironmentNames() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
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

// build makes the objects of one environment under their plain names.
func (c Compiler) build(st *generate.Stack) ([]generate.Object, error) {
	objects := st.Build()
	if c.Mutate == nil {
		return objects, nil
	}
	return c.Mutate(st.Environment, objects)
}
