package stack

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// admitted returns, by component, the connections from outside the stack that the user accepts.
func (st *Stack) admitted() map[string][]NetworkRule {
	all := map[string][]NetworkRule{}
	for _, name := range sorted.Keys(st.Spec.Network.Ingress) {
		in := st.Spec.Network.Ingress[name]
		all[in.Component] = append(all[in.Component], NetworkRule{Namespace: in.Namespace, CIDRs: blocks(in.CIDR)})
	}
	return all
}

// validateAdmitted refuses to accept connections for what does not listen, whichever component
// publishes it: the policy would match nothing.
func (st *Stack) validateAdmitted() field.ErrorList {
	var errs field.ErrorList
	for _, name := range sorted.Keys(st.Spec.Network.Ingress) {
		component := st.Spec.Network.Ingress[name].Component
		if w := st.Workload(component); w == nil || len(w.Ports) == 0 {
			errs = append(errs, &field.Error{
				Type: field.ErrorTypeInvalid, Field: "spec.network.ingress" + strict.Segment(name) + ".component",
				BadValue: field.OmitValueType{}, Detail: st.notListening(component, st.listening()),
			})
		}
	}
	return errs
}

// listening are the components that listen on a port.
func (st *Stack) listening() []string {
	var all []string
	for _, w := range st.Workloads {
		if len(w.Ports) > 0 {
			all = append(all, w.Component)
		}
	}
	return all
}

// NotListening says what is wrong with the name of a component that cannot be connected to.
func (st *Stack) NotListening(component string) string {
	return st.notListening(component, st.listening())
}

// notListening says what is wrong with the name of a component that is to be connected to, and
// which ones can be.
func (st *Stack) notListening(component string, listening []string) string {
	if st.Workload(component) != nil {
		return fmt.Sprintf("%s listens on no port; name one of %s", component, strict.Listed(listening))
	}
	remedy := "expected one of " + strict.Listed(listening)
	if near, ok := nearest(component, listening[:min(len(listening), strict.MostMeant)]); ok {
		remedy = fmt.Sprintf("did you mean %q?", near)
	}
	return fmt.Sprintf("there is no component %q; %s", component, remedy)
}

// nearest is the component that is meant by a name: that of a service or process whose name
// alone is written, or one that is written almost the same.
func nearest(name string, components []string) (near string, found bool) {
	for _, component := range components {
		if _, alone, ok := strings.Cut(component, "-"); ok && alone == name {
			return component, true
		}
	}
	return strict.Nearest(name, components)
}
