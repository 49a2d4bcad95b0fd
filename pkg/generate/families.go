package generate

import (
	"net"
	"slices"

	"github.com/djangostack/djangostack/pkg/spec"
)

// What follows from the families of the cluster's addresses. The first is that of
// status.podIP, which probes ask, and of a Service that names none.

// anywhereIPv6 are all addresses of IPv6.
const anywhereIPv6 = "::/0"

func (st *Stack) hasIPv6() bool { return slices.Contains(st.Spec.Network.IPFamilies, spec.IPv6) }

func (st *Stack) prefersIPv6() bool { return st.Spec.Network.IPFamilies[0] == spec.IPv6 }

// anyAddress is where a web server listens. It is one family's: what asyncio listens
// on at "::" takes no IPv4.
func (st *Stack) anyAddress() string {
	if st.prefersIPv6() {
		return "::"
	}
	return "0.0.0.0"
}

// bind is anyAddress with the web server's port.
func (st *Stack) bind() string {
	return net.JoinHostPort(st.anyAddress(), itoa(int32(st.Spec.Web.Port)))
}

// address is the web server as the proxy in the same pod reaches it.
func (st *Stack) address() string {
	loopback := "127.0.0.1"
	if st.prefersIPv6() {
		loopback = "::1"
	}
	return net.JoinHostPort(loopback, itoa(int32(st.Spec.Web.Port)))
}

// podHost is a pod's own address as a host that Django compares with.
func (st *Stack) podHost() string {
	if st.prefersIPv6() {
		return "[" + reference("POD_IP") + "]"
	}
	return reference("POD_IP")
}

// ranges are those that a CIDR stands for: anywhere is anywhere in each family there is.
func (st *Stack) ranges(cidrs []string) []string {
	i := slices.Index(cidrs, spec.Anywhere)
	if i < 0 || !st.hasIPv6() {
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
