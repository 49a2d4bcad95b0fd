package spec

import (
	"net/netip"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

// external checks where a component runs that the stack does not run itself.
func (r *report) external(path, component string, x *ExternalService, s *DjangoStack) {
	if x == nil {
		return
	}
	r.host(path+".host", x.Host)
	r.ownServer(path, component, x.Host, s)
	r.peer(path, x.CIDR, x.Namespace)
	r.contains(path+".cidr", x.CIDR, x.Host)
	if x.CA != nil && !*x.TLS {
		r.forbidden(path+".ca", "is only used with TLS; write tls: true")
	}
}

// host checks the name or address of a server outside the stack.
func (r *report) host(path, host string) {
	switch {
	case host == "":
		r.missing(path, "write the server's name or address")
	case strings.Contains(host, "@"):
		r.invalid(path, "must not contain a user; write the host alone, and put the user into the Secret")
	case strings.Contains(host, "://"):
		r.invalid(path, "%q must be a host without a scheme; write the host alone", host)
	case isLoopback(host):
		r.warn(path, "%q is the pod itself; write the server's name, or remove external for one in the cluster", host)
	case isIP(host):
	case isIP(strings.Trim(host, "[]")):
		r.invalid(path, "%q must not have the brackets of a URL; write %s", host, strings.Trim(host, "[]"))
	case strings.Contains(host, ":"):
		r.invalid(path, "%q must be a host without a port; write the host alone, and port beside it", host)
	case len(validation.IsDNS1123Subdomain(host)) > 0:
		r.invalid(path, "%q must be a host; write a name such as db.internal, or an address", host)
	}
}

// ownServer warns of an external server of a component that is one of the stack's own.
func (r *report) ownServer(path, component, host string, s *DjangoStack) {
	switch {
	case s.namesService(host, component):
		r.warn(path+".host", "%s is the name of a server that the stack would run without external, and does not run "+
			"beside it; remove external to have that server, or write another host", host)
	case strings.HasPrefix(component, "database") && s.databaseAt(host) != "":
		r.warn(path+".host", "%s is the stack's own server; write server: %s without external for a database there, "+
			"or another host", host, s.databaseAt(host))
	}
}

// peer checks the other end of a connection, as a NetworkPolicyPeer names it: the pods of a namespace, or addresses.
func (r *report) peer(path, cidr, namespace string) {
	switch {
	case namespace == "":
		r.cidr(path+".cidr", cidr)
	case cidr != "":
		r.forbidden(path+".cidr", "cannot be combined with namespace; remove one of them")
	default:
		r.namespace(path+".namespace", namespace)
	}
}

// contains refuses a range that a server's own address is not in. Anywhere stands for the
// addresses of every family.
func (r *report) contains(path, cidr, host string) {
	addr, err := netip.ParseAddr(host)
	if err != nil || cidr == Anywhere {
		return
	}
	if prefix, err := netip.ParsePrefix(cidr); err == nil && !prefix.Contains(addr) {
		r.invalid(path, "must contain the host, %s, since the network policies let no pod connect to it otherwise; correct "+
			"one of them, or remove cidr", addr)
	}
}
