package spec

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/djangostack/djangostack/internal/sorted"
)

// located is a text of the spec, and where it stands.
type located struct{ path, text string }

// validateFamilies warns of addresses that the cluster's pods have none like: a policy
// lets nothing through between the two.
func validateFamilies(r *report, s *DjangoStack) {
	families := s.Spec.Network.IPFamilies
	for _, one := range s.Spec.addresses() {
		family, known := familyOf(one.text)
		if !known || one.text == Anywhere || slices.Contains(families, family) {
			continue
		}
		r.warn(one.path, "%q is an address of %s, which pods do not have according to network.ipFamilies; write one of "+
			"%s, or list both families there", one.text, family, families[0])
	}
}

// addresses are all texts of the spec that may be addresses of the other end of a
// connection, or ranges of them.
func (s *StackSpec) addresses() []located {
	all := s.externalAddresses()
	for _, name := range sorted.Keys(s.Network.Egress) {
		all = append(all, located{"spec.network.egress" + segment(name) + ".cidr", s.Network.Egress[name].CIDR})
	}
	for _, name := range sorted.Keys(s.Network.Ingress) {
		all = append(all, located{"spec.network.ingress" + segment(name) + ".cidr", s.Network.Ingress[name].CIDR})
	}
	for _, b := range s.Buckets() {
		host, _ := serverOf(b.Endpoint)
		all = append(all, located{"spec." + b.Use + ".bucket.endpoint", host})
	}
	for _, v := range ServerVariables() {
		host, _ := serverOf(s.Django.Env[v.Name])
		all = append(all, located{"spec.django.env." + v.Name, host})
	}
	if m := s.Mail; m != nil {
		all = append(all, located{"spec.mail.host", m.Host}, located{"spec.mail.cidr", m.CIDR})
	}
	if s.Expose == nil {
		return all
	}
	if in := s.Expose.Ingress; in != nil && !in.publishedCIDRs() {
		all = append(all, locatedEach("spec.expose.ingress.controllerCIDRs", in.ControllerCIDRs)...)
	}
	if lb := s.Expose.LoadBalancer; lb != nil {
		all = append(all, locatedEach("spec.expose.loadBalancer.sourceRanges", lb.SourceRanges)...)
	}
	return all
}

// externalAddresses are those of databases, caches and the broker outside the stack.
func (s *StackSpec) externalAddresses() []located {
	var all []located
	add := func(path, host, cidr string) {
		all = append(all, located{path + ".external.host", host}, located{path + ".external.cidr", cidr})
	}
	for _, alias := range sorted.Keys(s.Databases) {
		if x := s.Databases[alias].External; x != nil {
			add("spec.databases"+segment(alias), x.Host, x.CIDR)
		}
	}
	for _, alias := range sorted.Keys(s.Caches) {
		if x := s.Caches[alias].External; x != nil {
			add("spec.caches"+segment(alias), x.Host, x.CIDR)
		}
	}
	if s.Broker != nil && s.Broker.External != nil {
		add("spec.broker", s.Broker.External.Host, s.Broker.External.CIDR)
	}
	return all
}

func locatedEach(path string, list []string) []located {
	var all []located
	for i, text := range list {
		all = append(all, located{path + "[" + strconv.Itoa(i) + "]", text})
	}
	return all
}

// familyOf is the family of an address or of a range of them.
func familyOf(text string) (_ IPFamily, known bool) {
	addr, err := netip.ParseAddr(text)
	if err != nil {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return "", false
		}
		addr = prefix.Addr()
	}
	switch {
	case addr.IsLoopback():
		return "", false
	case addr.Is4():
		return IPv4, true
	default:
		return IPv6, true
	}
}
