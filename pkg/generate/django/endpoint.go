package django

import (
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// The components of the services that the spec knows, by the name of their kind
// ([spec.ComponentName]).
const (
	DatabaseName = "database"
	CacheName    = "cache"
	BrokerName   = "broker"
)

// endpoint is where a service listens, in the stack or outside.
type endpoint struct {
	component string
	host      string
	port      int32
	cidr      string
	namespace string
	tls       bool
	secret    string
	authority string
	files     map[string]spec.SecretKey
}

// scheme is a protocol's scheme, with an s where it is encrypted.
func (e endpoint) scheme(protocol string) string {
	if e.tls {
		return protocol + "s"
	}
	return protocol
}

// checkedBy says where the certificate of the authority behind it is mounted.
func (e *endpoint) checkedBy(certificate spec.SecretKey, path string) {
	e.authority, e.files = path, map[string]spec.SecretKey{path: certificate}
}

// Inside is a component of the stack, by the name of its Service.
func Inside(st *stack.Stack, component string, port int32) endpoint {
	return endpoint{component: component, host: st.ObjectName(component), port: port}
}

func Outside(x *spec.ExternalService, kind, alias string) endpoint {
	at := endpoint{host: x.Host, port: int32(x.Port), cidr: x.CIDR, namespace: x.Namespace, tls: *x.TLS}
	if x.CA != nil {
		at.checkedBy(*x.CA, authorityFile(kind, alias))
	}
	return at
}

func OutsideDatabase(alias string, db spec.Database) endpoint {
	x := db.External
	at := endpoint{host: x.Host, port: int32(x.Port), cidr: x.CIDR, namespace: x.Namespace, secret: x.Secret}
	if x.CA != nil {
		at.checkedBy(*x.CA, authorityFile(DatabaseName, alias))
	}
	return at
}
