package overlays

import (
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

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

// Resolve returns a stack in all its environments, and what is wrong with it or allowed but
// seldom meant. Where there are errors, resolved is nil.
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

// build makes the objects of one environment under their plain names.
func (c Compiler) build(st *generate.Stack) ([]generate.Object, error) {
	objects := st.Build()
	if c.Mutate == nil {
		return objects, nil
	}
	return c.Mutate(st.Environment, objects)
}
