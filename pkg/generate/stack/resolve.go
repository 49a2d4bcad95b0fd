package stack

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Resolve works out the topology of a stack in one environment, which need not be valid.
// Its error is a [ComponentError].
func Resolve(e *spec.Effective, components ...Component) (*Stack, error) {
	if e == nil || e.DjangoStack == nil {
		return nil, errors.New("no stack to resolve; get one with DjangoStack.Effective")
	}
	if err := checkComponents(components); err != nil {
		return nil, err
	}
	st := &Stack{
		Name:        e.Metadata.Name,
		Environment: e.Environment,
		Spec:        e.Spec,
		Metadata:    passedOn(e.Metadata),
		effective:   e,
		components:  components,
		kept:        map[reflect.Type]any{},
	}
	st.resolved = st.identity()
	for _, c := range components {
		if err := st.publish(c); err != nil {
			return nil, err
		}
	}
	for _, c := range components {
		if err := st.resolve(c); err != nil {
			return nil, err
		}
	}
	st.resolveEdges()
	return st, nil
}

func (st *Stack) run(c Component, step func(*Stack) error) error {
	if step == nil {
		return nil
	}
	return st.step(c.Name, func() error { return step(st) })
}

// Validate returns what the topology and the components find wrong with the stack, and what is
// allowed but seldom meant. The error is a [ComponentError]: of one that panicked, or that
// published what does not fit what others did.
func (st *Stack) Validate() (errs, warnings field.ErrorList, err error) {
	if st.effective == nil {
		return nil, nil, errNotResolved
	}
	if err := st.checkContributions(); err != nil {
		return nil, nil, err
	}
	errs = slices.Concat(st.validateSidecarPorts(), st.validateAdmitted(), st.validateUses())
	for _, c := range st.components {
		if c.Validate == nil {
			continue
		}
		err := st.step(c.Name, func() error {
			wrong, doubtful := c.Validate(st)
			errs, warnings = append(errs, wrong...), append(warnings, doubtful...)
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return errs, warnings, nil
}

// Build makes the stack's objects under their plain names: without namespace,
// without the environment's label, without content hashes. They share no memory with
// each other, with the stack or with those of another call: any may be changed. Its error
// is a [ComponentError]: a component failed, or made an object that no cluster takes. What
// [Stack.Validate] refuses Build does not.
func (st *Stack) Build() ([]Object, error) {
	all, err := st.build("")
	if err != nil {
		return nil, err
	}
	return all.objects, all.check()
}

// Contribution is an object and the component that makes it, "" for those of every stack.
type Contribution struct {
	Component string
	Object    Object
}

// Others returns the objects of [Stack.Build] but for those of one component, which compares
// them with its own where users choose the names of these.
func (st *Stack) Others(component string) ([]Contribution, error) {
	all, err := st.build(component)
	if err != nil {
		return nil, err
	}
	list := make([]Contribution, len(all.objects))
	for i, o := range all.objects {
		list[i] = Contribution{strings.TrimSuffix(all.owners[i], own), o}
	}
	return list, nil
}

// build makes the objects of all components but one.
func (st *Stack) build(except string) (*contributed, error) {
	if st.effective == nil {
		return nil, errNotResolved
	}
	all := st.contributed()
	if err := all.add(own, append(serviceAccounts(st), networkPolicies(st)...)); err != nil {
		return nil, err
	}
	for _, c := range st.components {
		if c.Objects == nil || c.Name == except {
			continue
		}
		var objects []Object
		err := st.step(c.Name, func() (err error) {
			objects, err = c.Objects(st)
			return err
		})
		if err == nil {
			err = all.add(c.Name, objects)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Objects makes the stack's objects as they are applied, in the order of [ApplyOrder]: Build,
// [Stack.Patch] and Finish. Its error is a [ComponentError], or that of a patch that does not fit.
func (st *Stack) Objects() ([]Object, error) {
	objects, err := st.Build()
	if err != nil {
		return nil, err
	}
	patched, err := st.Patch(objects)
	if err == nil {
		err = patched.Errors.ToAggregate()
	}
	if err != nil {
		return nil, err
	}
	return st.Finish(patched.Objects), nil
}

// resolveEdges connects every workload with the bindings it uses and with what
// it reaches outside.
func (st *Stack) resolveEdges() {
	bindings, ends, most := st.connections(), st.namedEnds(), 0
	for _, w := range st.Workloads {
		most += len(bindings) + len(w.Egress)
	}
	st.Edges = make([]Edge, 0, most)
	st.edgesFrom, st.edgesTo = map[string][]Edge{}, map[string][]Edge{}
	for _, w := range st.Workloads {
		first := len(st.Edges)
		for _, b := range bindings {
			if !slices.Contains(w.Uses, b.Kind) && !slices.Contains(w.Uses, BindAny) {
				continue
			}
			edge := b.end()
			edge.From = w.Component
			st.Edges = append(st.Edges, edge)
		}
		for _, rule := range w.Egress {
			st.Edges = append(st.Edges, Edge{From: w.Component, NetworkRule: rule})
		}
		st.Edges = append(st.Edges, ends.used(&w, st.Edges[first:])...)
		st.edgesFrom[w.Component] = slices.Clip(st.Edges[first:])
	}
	st.once, st.options = map[string]bool{}, map[string]*spec.PodOptions{}
	for _, w := range st.Workloads {
		st.once[w.Component], st.options[w.Component] = w.Once, w.Options
	}
	for _, edge := range st.Edges {
		st.edgesTo[edge.To] = append(st.edgesTo[edge.To], edge)
	}
}

// connections are the bindings, but one of several to the same server.
func (st *Stack) connections() []Binding {
	type server struct {
		kind      BindingKind
		component string
		port      int32
		protocol  corev1.Protocol
	}
	seen := map[server]bool{}
	return slices.DeleteFunc(slices.Clone(st.Bindings), func(b Binding) bool {
		at := server{b.Kind, b.Component, b.Port, tcpUnless(b.Protocol)}
		again := seen[at] && b.Component != ""
		seen[at] = true
		return again
	})
}
