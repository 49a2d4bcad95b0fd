package spec

func (d *defaulter) network() {
	n := &d.spec.Network
	n.Policies = or(n.Policies, new(true))
	if len(n.IPFamilies) == 0 {
		n.IPFamilies = []IPFamily{IPv4}
	}
	for name, out := range n.Egress {
		if out.Namespace == "" {
			out.CIDR = or(out.CIDR, Anywhere)
		}
		out.Protocol = or(out.Protocol, ProtocolTCP)
		n.Egress[name] = out
	}
	for name, in := range n.Ingress {
		in.Component = or(in.Component, "web")
		n.Ingress[name] = in
	}
}
