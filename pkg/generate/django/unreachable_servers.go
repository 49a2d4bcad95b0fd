package django

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// unreachableServers warns about servers that the project's variables name and that the network
// policies keep its processes from.
func unreachableServers(st *stack.Stack) (errs, warnings field.ErrorList) {
	if !*st.Spec.Network.Policies {
		return nil, nil
	}
	for _, server := range st.Spec.Django.NamedServers() {
		if !slices.ContainsFunc(st.EdgesFrom(WebName), func(e stack.Edge) bool { return mayReach(st, e, server) }) {
			warnings = append(warnings, &field.Error{
				Type: field.ErrorType(spec.CodeUnreachable), Field: server.Path, BadValue: field.OmitValueType{},
				Detail: fmt.Sprintf("no network policy allows connections to that server; allow its port under a name of "+
					"your choice: network.egress: {NAME: {ports: [%d]}}", server.Ports[0]),
			})
		}
	}
	return nil, warnings
}

// mayReach reports whether a connection may be the one to a server. Where its host is not
// known, it is none of the stack's processes, and an object store's port leads to it only
// if it is the customary one.
func mayReach(st *stack.Stack, e stack.Edge, server spec.NamedServer) bool {
	switch {
	case e.Protocol != "" && e.Protocol != corev1.ProtocolTCP || !slices.Contains(server.Ports, spec.Port(e.Port)):
		return false
	case server.Host != "":
		return mayBeAt(st, e, server.Host)
	case e.To != "":
		return !slices.ContainsFunc(st.Bindings, func(b stack.Binding) bool {
			return b.Component == e.To && b.Kind == stack.BindProcess
		})
	case slices.ContainsFunc(namedEgress(st), e.Equal):
		return true
	case slices.ContainsFunc(bucketEgress(st), e.Equal):
		return e.Namespace == "" && spec.Port(e.Port) == server.Ports[0]
	default:
		return true
	}
}

// mayBeAt reports whether a host may be the other end of a connection.
func mayBeAt(st *stack.Stack, e stack.Edge, host string) bool {
	namespace := st.Spec.NamespaceOf(host)
	if e.To != "" {
		name, _, _ := strings.Cut(host, ".")
		return namespace == st.Spec.Namespace.Name && name == st.ObjectName(e.To)
	}
	if e.Namespace != "" {
		return namespace == e.Namespace || strings.HasSuffix(host, "."+e.Namespace)
	}
	address, err := netip.ParseAddr(host)
	return err != nil || len(e.CIDRs) == 0 || slices.ContainsFunc(st.Ranges(e.CIDRs), func(cidr string) bool {
		block, err := netip.ParsePrefix(cidr)
		return err == nil && block.Contains(address)
	})
}
