package web

import (
	"net"
	"strconv"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// anyAddress is where a web server listens. It is one family's: what asyncio listens
// on at "::" takes no IPv4.
func anyAddress(st *stack.Stack) string {
	if st.PrefersIPv6() {
		return "::"
	}
	return "0.0.0.0"
}

// bind is anyAddress with the web server's port.
func bind(st *stack.Stack) string {
	return net.JoinHostPort(anyAddress(st), strconv.Itoa(int(st.Spec.Web.Port)))
}

// loopback is the web server as the proxy in the same pod reaches it.
func loopback(st *stack.Stack) string {
	loopback := "127.0.0.1"
	if st.PrefersIPv6() {
		loopback = "::1"
	}
	return net.JoinHostPort(loopback, strconv.Itoa(int(st.Spec.Web.Port)))
}
