package stack

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/pkg/spec"
)

// admitted returns, by component, the connections from outside the stack that the user accepts.
func (st *Stack) admitted() map[string][]spec.NetworkIngress {
	all := map[string][]spec.NetworkIngress{}
	for _, name := range sorted.Keys(st.Spec.Network.Ingress) {
		in := st.Spec.Network.Ingress[name]
		all[in.Component] = append(all[in.Component], in)
	}
	return all
}

// admittedTo are those ends of connections that the user accepts which may reach a port.
func (st *Stack) admittedTo(port string, admitted []spec.NetworkIngress) []networkingv1.NetworkPolicyPeer {
	var peers []networkingv1.NetworkPolicyPeer
	for _, in := range admitted {
		if len(in.Ports) == 0 || slices.Contains(in.Ports, port) {
			peers = append(peers, st.ends(NetworkRule{Namespace: in.Namespace, CIDRs: blocks(in.CIDR)})...)
		}
	}
	return peers
}

// validateAdmitted refuses to accept connections for what does not listen, whichever component
// publishes it: the policy would match nothing.
func (st *Stack) validateAdmitted() field.ErrorList {
	var errs field.ErrorList
	refuse := func(path, detail string) {
		errs = append(errs, &field.Error{
			Type: field.ErrorTypeInvalid, Field: path, BadValue: field.OmitValueType{}, Detail: detail,
		})
	}
	ports := st.portNames()
	for _, name := range sorted.Keys(st.Spec.Network.Ingress) {
		in, path := st.Spec.Network.Ingress[name], "spec.network.ingress"+strict.Segment(name)
		names := ports[in.Component]
		if len(names) == 0 {
			refuse(path+".component", st.notListening(in.Component, st.listening((*Workload).AllPorts)))
			continue
		}
		for i, port := range in.Ports {
			if _, found := slices.BinarySearch(names, port); !found {
				refuse(path+".ports["+strconv.Itoa(i)+"]", withoutPort(in.Component, port, names))
			}
		}
	}
	return errs
}

// listening are the components that listen on a port, of all of theirs or of some.
func (st *Stack) listening(on func(*Workload) []Port) []string {
	var all []string
	for i := range st.Workloads {
		if w := &st.Workloads[i]; len(on(w)) > 0 {
			all = append(all, w.Component)
		}
	}
	return all
}

// NotListening says what is wrong with the name of a component that cannot be connected to at a
// Service.
func (st *Stack) NotListening(component string) string {
	return st.notListening(component, st.listening((*Workload).ownPorts))
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
