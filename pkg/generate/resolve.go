package generate

import (
	"reflect"
	"slices"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Resolve works out the topology of a stack in one environment, which need not be valid.
// Without components the built-in ones are used.
func Resolve(e *spec.Effective, components ...Component) *Stack {
	if len(components) == 0 {
		components = registry
	}
	st := &Stack{
		Name:        e.Metadata.Name,
		Environment: e.Environment,
		Spec:        &e.Spec,
		Metadata:    passedOn(e.Metadata),
		components:  components,
		kept:        map[reflect.Type]any{},
	}
	for _, c := range components {
		if c.Publish != nil {
			c.Publish(st)
		}
	}
	for _, c := range components {
		if c.Resolve != nil {
			c.Resolve(st)
		}
	}
	st.resolveEdges()
	return st
}

// Build makes the stack's objects under their plain names: without namespace,
// without the environment's label, without content hashes. They share no memory with
// each other, with the stack or with those of another call: any may be changed.
func (st *Stack) Build() []Object {
	var objects []Object
	for _, c := range st.components {
		if c.Objects != nil {
			objects = append(objects, c.Objects(st)...)
		}
	}
	objects = append(objects, serviceAccounts(st)...)
	objects = append(objects, networkPolicies(st)...)
	st.stamp(objects)
	return objects
}

// Objects makes the stack's objects as they are applied, in the order of [ApplyOrder].
func (st *Stack) Objects() []Object { return st.Finish(st.Build()) }

// resolveEdges connects every workload with the bindings it uses and with what
// it reaches outside.
func (st *Stack) resolveEdges() {
	bindings := st.connections()
	st.Edges = make([]Edge, 0, len(st.Workloads)*len(bindings))
	for _, w := range st.Workloads {
		for _, b := range bindings {
			if !slices.Contains(w.Uses, b.Kind) && !slices.Contains(w.Uses, BindAny) {
				continue
			}
			st.Edges = append(st.Edges, Edge{
				From: w.Component, To: b.Component,
				Opening: Opening{Port: b.Port, Namespace: b.Namespace, CIDRs: blocks(b.CIDR)},
			})
		}
		for _, way := range w.Reaches {
			st.Edges = append(st.Edges, Edge{From: w.Component, Opening: way})
		}
	}
	st.once = map[string]bool{}
	for _, w := range st.Workloads {
		st.once[w.Component] = w.Once
	}
	st.edgesFrom, st.edgesTo = map[string][]Edge{}, map[string][]Edge{}
	for _, edge := range st.Edges {
		st.edgesFrom[edge.From] = append(st.edgesFrom[edge.From], edge)
		st.edgesTo[edge.To] = append(st.edgesTo[edge.To], edge)
	}
}

// connections are the bindings, but one of several to the same server.
func (st *Stack) connections() []Binding {
	type server struct {
		kind      BindingKind
		component string
		port      int32
	}
	seen := map[server]bool{}
	return slices.DeleteFunc(slices.Clone(st.Bindings), func(b Binding) bool {
		at := server{b.Kind, b.Component, b.Port}
		again := seen[at] && b.Component != ""
		seen[at] = true
		return again
	})
}
