package spec

func (d *defaulter) external(x *ExternalService, port Port) {
	if x == nil {
		return
	}
	x.Port = or(x.Port, port)
	x.TLS = or(x.TLS, new(false))
	if x.CA != nil {
		d.secret(x.CA, caKey)
	}
	d.peer(x.Host, &x.CIDR, &x.Namespace)
}

// caKey is what cert-manager and kubernetes.io/tls call an authority's certificate.
const caKey = "ca.crt"

func (x *ExternalService) hasCA() bool { return x != nil && x.CA != nil }

func (x *ExternalService) overTLS() bool { return x != nil && x.TLS != nil && *x.TLS }

// peer is where an external host is, as network policies know it: a block of addresses or
// the namespace of its pods. A name alone is a Service in the stack's own.
func (d *defaulter) peer(host string, cidr, namespace *string) {
	if *cidr == "" && *namespace == "" {
		*namespace = d.spec.NamespaceOf(host)
	}
	if *namespace == "" {
		*cidr = or(*cidr, Anywhere)
	}
}
