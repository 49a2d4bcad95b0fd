package stack

import (
	"errors"
	"reflect"
	"slices"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Stack is a stack in one environment with its topology resolved: who runs, who listens
// where, and who connects to whom. [Resolve] makes it. Builders read it and never change it.
type Stack struct {
	// Name is the stack's name, the prefix of every object's.
	Name string
	// Environment is the environment's name, "" for the base.
	Environment string
	// Spec is the merged spec with every default filled in.
	Spec spec.StackSpec
	// Metadata is what the user wants on every object.
	Metadata spec.Metadata
	// Workloads are all that run, in registry order.
	Workloads []Workload
	// Bindings are the services that workloads use, in registry order.
	Bindings []Binding
	// Edges are all connections within the stack and out of it.
	Edges []Edge
	// OneNodeVolumes are the names of those volumes of pods that only one node at a time
	// can mount: all pods that have one of them run on one node.
	OneNodeVolumes []string

	effective  *spec.Effective
	components []Component
	kept       map[reflect.Type]any
	from       contributions
	// edgesFrom and edgesTo are the edges by the component at either end.
	edgesFrom, edgesTo map[string][]Edge
	once               map[string]bool             // by component
	options            map[string]*spec.PodOptions // by component
	resolved           stackIdentity
}

// stackIdentity is what objects are named by, and what tells environments apart.
type stackIdentity struct {
	name, environment, namespace string
}

func (st *Stack) identity() stackIdentity {
	return stackIdentity{st.Name, st.Environment, st.Spec.Namespace.Name}
}

// step runs a step of a component on the stack, which it must not change but by what it
// publishes.
func (st *Stack) step(component string, step func() error) error {
	return guard(component, func() error {
		if err := step(); err != nil {
			return err
		}
		return st.intact()
	})
}

// intact refuses what has been changed though components only read it.
func (st *Stack) intact() error {
	switch {
	case st.identity() != st.resolved:
		return errors.New("has changed the stack's name, environment or namespace; components only read them")
	case st.edgesFrom != nil && (len(st.Workloads) != len(st.from.workloads) || len(st.Bindings) != len(st.from.bindings)):
		return errors.New("has added or removed a workload or binding; do it in Publish")
	}
	return nil
}

// ExtensionOf returns the section of spec.extensions of a name, of the type that the
// component's Extension says, and false where the stack has none.
func ExtensionOf[T any](st *Stack, name string) (*T, bool) {
	return spec.ExtensionOf[T](st.effective, name)
}

// Effective returns the stack as the spec has it, in the environment.
func (st *Stack) Effective() *spec.Effective { return st.effective }

// EdgesFrom returns the connections from a component.
func (st *Stack) EdgesFrom(component string) []Edge { return slices.Clone(st.edgesFrom[component]) }

// Workload returns what is published under a component's name, nil if nothing is. A
// component's Resolve may change it, to add a port for one.
func (st *Stack) Workload(component string) *Workload {
	for i := range st.Workloads {
		if st.Workloads[i].Component == component {
			return &st.Workloads[i]
		}
	}
	return nil
}

// Publisher returns the name of the component that publishes a workload, "" if none does.
func (st *Stack) Publisher(workload string) string {
	for i := range min(len(st.Workloads), len(st.from.workloads)) {
		if st.Workloads[i].Component == workload {
			return st.from.workloads[i]
		}
	}
	return ""
}

// Publish adds a workload to the stack.
func (st *Stack) Publish(w Workload) { st.Workloads = append(st.Workloads, w) }

// Bind adds a service to the stack.
func (st *Stack) Bind(b Binding) { st.Bindings = append(st.Bindings, b) }

// Keep keeps what a component's Resolve has worked out for the builders: one value of
// each type. A type of the component's own package makes it private to that.
func Keep[T any](st *Stack, value T) {
	if st.kept == nil {
		st.kept = map[reflect.Type]any{}
	}
	st.kept[reflect.TypeFor[T]()] = value
}

// Kept returns the value of a type that [Keep] keeps, the zero value where there is none.
func Kept[T any](st *Stack) T {
	value, _ := st.kept[reflect.TypeFor[T]()].(T)
	return value
}
