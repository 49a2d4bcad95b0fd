package spec

import (
	"fmt"

	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

func validateNetwork(r *report, s *DjangoStack) {
	once(r, "spec.network.ipFamilies", s.Spec.Network.IPFamilies)
	for _, name := range sorted.Keys(s.Spec.Network.Egress) {
		out, path := s.Spec.Network.Egress[name], "spec.network.egress"+segment(name)
		r.name(path, name)
		if len(out.Ports) == 0 {
			r.missing(path+".ports", "list the ports that may be reached, such as [443]")
		}
		r.peer(path, out.CIDR, out.Namespace)
	}
	all := listening(&s.Spec)
	open := sets.New(all...)
	for _, name := range sorted.Keys(s.Spec.Network.Ingress) {
		in, path := s.Spec.Network.Ingress[name], "spec.network.ingress"+segment(name)
		r.name(path, name)
		if in.Namespace == "" && in.CIDR == "" {
			r.missing(path+".namespace", "write the namespace whose pods may come in, or a cidr for clients that are not pods")
		} else {
			r.peer(path, in.CIDR, in.Namespace)
		}
		if !open.Has(in.Component) {
			r.notListening(path+".component", in.Component, &s.Spec, all)
		}
	}
}

// mostMeant is among how many components the one is looked for that a name that is
// none likely stands for.
const mostMeant = 100

// notListening says what is wrong with the name of a component that is to be connected
// to, and none of those that can be.
func (r *report) notListening(path, component string, s *StackSpec, all []string) {
	if isSilent(component, s) {
		r.invalid(path, "%s listens on no port; name one of %s", component, listed(all))
		return
	}
	remedy := "expected one of " + listed(all)
	if near, ok := strict.Nearest(component, all[:min(len(all), mostMeant)]); ok {
		remedy = fmt.Sprintf("did you mean %q?", near)
	}
	r.invalid(path, "there is no component %q; %s", component, remedy)
}
