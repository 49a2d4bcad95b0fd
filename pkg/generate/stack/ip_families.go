package stack

import (
	"slices"

	"github.com/djangostack/djangostack/pkg/spec"
)

// anywhereIPv6 are all addresses of IPv6.
const anywhereIPv6 = "::/0"

// HasIPv6 reports whether the cluster's pods have IPv6 addresses.
func (st *Stack) HasIPv6() bool { return slices.Contains(st.Spec.Network.IPFamilies, spec.IPv6) }

// PrefersIPv6 reports whether its Services do.
func (st *Stack) PrefersIPv6() bool {
	families := st.Spec.Network.IPFamilies
	return len(families) > 0 && families[0] == spec.IPv6
}

// Ranges returns those that a CIDR stands for: anywhere is anywhere in each family there is.
func (st *Stack) Ranges(cidrs []string) []string {
	i := slices.Index(cidrs, spec.Anywhere)
	if i < 0 || !st.HasIPv6() {
		return cidrs
	}
	all := slices.Clone(cidrs)
	if !slices.Contains(st.Spec.Network.IPFamilies, spec.IPv4) {
		all = slices.Delete(all, i, i+1)
	}
	if !slices.Contains(all, anywhereIPv6) {
		all = append(all, anywhereIPv6)
	}
	return all
}
