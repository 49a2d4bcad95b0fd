package stack

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
)

// checkComponents refuses components whose errors could not be told apart.
func checkComponents(components []Component) error {
	seen := map[string]bool{}
	for i, c := range components {
		switch {
		case c.Name == "":
			return &ComponentError{Component: fmt.Sprintf("[%d]", i), Err: errors.New("has no name; give it one")}
		case len(validation.IsDNS1123Label(c.Name)) > 0:
			return &ComponentError{Component: fmt.Sprintf("%q", c.Name), Err: errors.New(
				"the name must be of lower-case letters, digits and '-'; choose another")}
		case seen[c.Name]:
			return &ComponentError{Component: c.Name, Err: errors.New("there are two of this name; rename one")}
		}
		if err := c.checkClusterScoped(); err != nil {
			return &ComponentError{Component: c.Name, Err: err}
		}
		seen[c.Name] = true
	}
	return nil
}

// contributions remembers which component published each workload and binding of a stack, by
// their places in the lists.
type contributions struct{ workloads, bindings []string }

// publish runs a component's Publish, and notes what is new after it.
func (st *Stack) publish(c Component) error {
	err := st.run(c, c.Publish)
	if err == nil && (len(st.Workloads) < len(st.from.workloads) || len(st.Bindings) < len(st.from.bindings)) {
		err = &ComponentError{Component: c.Name, Err: errors.New(
			"Publish has removed a workload or binding of another component; leave them")}
	}
	for len(st.from.workloads) < len(st.Workloads) {
		st.from.workloads = append(st.from.workloads, c.Name)
	}
	for len(st.from.bindings) < len(st.Bindings) {
		st.from.bindings = append(st.from.bindings, c.Name)
	}
	return err
}

// resolve runs a component's Resolve, which publishes nothing.
func (st *Stack) resolve(c Component) error {
	workloads, bindings := len(st.Workloads), len(st.Bindings)
	if err := st.run(c, c.Resolve); err != nil {
		return err
	}
	if len(st.Workloads) != workloads || len(st.Bindings) != bindings {
		return &ComponentError{Component: c.Name, Err: errors.New(
			"Resolve has added or removed a workload or binding; do it in Publish")}
	}
	return nil
}

// checkContributions refuses what components published, where it does not fit together.
func (st *Stack) checkContributions() error {
	if len(st.Workloads) != len(st.from.workloads) || len(st.Bindings) != len(st.from.bindings) {
		return errors.New("workloads or bindings have been added or removed since Publish; do it there")
	}
	publishers := map[string]string{}
	for i := range st.Workloads {
		w, by := &st.Workloads[i], st.from.workloads[i]
		err := checkWorkload(w)
		if other, taken := publishers[w.Component]; taken && err == nil {
			err = fmt.Errorf("workload %s: component %s publishes one of this name too; rename one", w.Component, other)
		}
		if err != nil {
			return &ComponentError{Component: by, Err: err}
		}
		publishers[w.Component] = by
	}
	variables := map[string]int{} // by the place of the binding
	for i := range st.Bindings {
		err := st.checkBinding(&st.Bindings[i])
		if err == nil {
			err = checkVariables(&st.Bindings[i])
		}
		if err == nil {
			err = st.checkCollisions(i, variables)
		}
		if err != nil {
			return &ComponentError{Component: st.from.bindings[i], Err: err}
		}
	}
	return nil
}

// isWorkloadName reports whether a text can be the name of a workload, of which names of
// objects and labels are made: those of a label, but of any length.
func isWorkloadName(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" &&
		text[0] != '-' && text[len(text)-1] != '-'
}

func checkWorkload(w *Workload) error {
	if !isWorkloadName(w.Component) {
		return fmt.Errorf("workload %q: the name must be of lower-case letters, digits and '-'; choose another", w.Component)
	}
	if err := w.checkPorts(); err != nil {
		return err
	}
	if w.Replicas < 0 {
		return fmt.Errorf("workload %s: Replicas must not be negative; correct it", w.Component)
	}
	if err := w.checkRules(); err != nil || w.Image == "" {
		return err
	}
	if err := w.Image.Validate(); err != nil {
		return fmt.Errorf("workload %s: Image: %w", w.Component, err)
	}
	return nil
}

func (w *Workload) checkPorts() error {
	for _, ports := range []map[string]int32{w.Ports, w.Private} {
		for _, name := range sorted.Keys(ports) {
			if len(validation.IsValidPortName(name)) > 0 {
				return fmt.Errorf("workload %s: port %q: the name must be of at most 15 lower-case letters, digits and '-'; "+
					"choose another", w.Component, name)
			}
			if len(validation.IsValidPortNum(int(ports[name]))) > 0 {
				return fmt.Errorf("workload %s: port %s: %d must be between 1 and 65535; correct it",
					w.Component, name, ports[name])
			}
			if err := checkProtocol(w.Protocols[name]); err != nil {
				return fmt.Errorf("workload %s: port %s: %w", w.Component, name, err)
			}
		}
	}
	return nil
}

func (st *Stack) checkBinding(b *Binding) error {
	if b.Kind == "" {
		return errors.New(`binding without a kind; set Kind, such as "search"`)
	}
	if b.Kind == BindAny {
		return fmt.Errorf("binding of kind %q: stands for all kinds, in Uses; set one of them", b.Kind)
	}
	rule := NetworkRule{Port: b.Port, Protocol: b.Protocol, CIDRs: blocks(b.CIDR), Namespace: b.Namespace}
	if err := cmp.Or(rule.check(), b.checkFiles()); err != nil {
		return fmt.Errorf("binding of kind %s: %w", b.Kind, err)
	}
	if b.Component == "" {
		return nil
	}
	w := st.Workload(b.Component)
	if w == nil {
		return fmt.Errorf("binding of kind %s: nobody publishes the workload %q; publish it, or leave Component empty for a "+
			"service outside the stack", b.Kind, b.Component)
	}
	end := b.end()
	if slices.ContainsFunc(w.ownPorts(), end.endsAt) {
		return nil
	}
	return fmt.Errorf("binding of kind %s: the workload %s has no port %d; add it to its Ports",
		b.Kind, b.Component, b.Port)
}
