package generate

import (
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// externalComponent are the databases, caches and the broker that run
// elsewhere: they have no objects, only a way out and their variables.
var externalComponent = Component{Name: "external", Publish: publishExternal}

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
}

// scheme is a protocol's scheme, with an s where it is encrypted.
func (e endpoint) scheme(protocol string) string {
	if e.tls {
		return protocol + "s"
	}
	return protocol
}

// inside is a component of the stack, by the name of its Service.
func (st *Stack) inside(component string, port int32) endpoint {
	return endpoint{component: component, host: st.ObjectName(component), port: port}
}

func outside(x *spec.ExternalService, kind, alias string) endpoint {
	at := endpoint{host: x.Host, port: int32(x.Port), cidr: x.CIDR, namespace: x.Namespace, tls: *x.TLS}
	if x.CA != nil {
		at.authority = authorityFile(kind, alias)
	}
	return at
}

func publishExternal(st *Stack) {
	for _, alias := range sorted.Keys(st.Spec.Databases) {
		if db := st.Spec.Databases[alias]; db.External != nil {
			st.Bind(st.databaseBinding(alias, db, outsideDatabase(alias, db)))
		}
	}
	for _, alias := range sorted.Keys(st.Spec.Caches) {
		if c := st.Spec.Caches[alias]; c.External != nil {
			st.Bind(st.cacheBinding(alias, c, outside(c.External, cacheName, alias)))
		}
	}
	if b := st.Spec.Broker; b != nil && b.External != nil {
		st.Bind(st.brokerBinding(*b, st.brokerEndpoint(*b)))
	}
}

func outsideDatabase(alias string, db spec.Database) endpoint {
	x := db.External
	at := endpoint{host: x.Host, port: int32(x.Port), cidr: x.CIDR, namespace: x.Namespace, secret: x.Secret}
	if x.CA != nil {
		at.authority = authorityFile(databaseName, alias)
	}
	return at
}
