package spec

import "github.com/djangostack/djangostack/internal/sorted"

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
	for _, name := range sorted.Keys(s.Spec.Network.Ingress) {
		in, path := s.Spec.Network.Ingress[name], "spec.network.ingress"+segment(name)
		r.name(path, name)
		if in.Namespace == "" && in.CIDR == "" {
			r.missing(path+".namespace", "write the namespace whose pods may come in, or a cidr for clients that are not pods")
		} else {
			r.peer(path, in.CIDR, in.Namespace)
		}
		once(r, path+".ports", in.Ports)
	}
}
