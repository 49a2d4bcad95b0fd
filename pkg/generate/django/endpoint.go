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

// Endpoint is where a service listens, in the stack or outside.
type Endpoint struct {
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
func (e Endpoint) scheme(protocol string) string {
	if e.tls {
		return protocol + "s"
	}
	return protocol
}

// checkedBy says where the certificate of the authority behind it is mounted.
func (e *Endpoint) checkedBy(certificate spec.SecretKey, path string) {
	e.authority, e.files = path, map[string]spec.SecretKey{path: certificate}
}

// Inside returns where a component of the stack listens: at its Service.
func Inside(st *stack.Stack, component string, port int32) Endpoint {
	return Endpoint{component: component, host: st.ObjectName(component), port: port}
}

// Outside returns where a service outside of the stack listens.
func Outside(x *spec.ExternalService, kind, alias string) Endpoint {
	at := Endpoint{host: x.Host, port: int32(x.Port), cidr: x.CIDR, namespace: x.Namespace, tls: *x.TLS}
	if x.CA != nil {
		at.checkedBy(*x.CA, authorityFile(kind, alias))
	}
	return at
}

// OutsideDatabase returns where a database outside of the stack listens.
func OutsideDatabase(alias string, db spec.Database) Endpoint {
	x := db.External
	at := Endpoint{host: x.Host, port: int32(x.Port), cidr: x.CIDR, namespace: x.Namespace, secret: x.Secret}
	if x.CA != nil {
		at.checkedBy(*x.CA, authorityFile(DatabaseName, alias))
	}
	return at
}
