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
	options   map[string]string
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

func outside(x *spec.ExternalService) endpoint {
	return endpoint{host: x.Host, port: int32(x.Port), cidr: x.CIDR, namespace: x.Namespace, tls: *x.TLS}
}

func publishExternal(st *Stack) {
	for _, alias := range sorted.Keys(st.Spec.Databases) {
		db := st.Spec.Databases[alias]
		if x := db.External; x != nil {
			st.Bind(st.databaseBinding(alias, db, endpoint{
				host:      x.Host,
				port:      int32(x.Port),
				cidr:      x.CIDR,
				namespace: x.Namespace,
				secret:    x.Secret,
				options:   x.Options,
			}))
		}
	}
	for _, alias := range sorted.Keys(st.Spec.Caches) {
		if c := st.Spec.Caches[alias]; c.External != nil {
			st.Bind(st.cacheBinding(alias, c, outside(c.External)))
		}
	}
	if b := st.Spec.Broker; b != nil && b.External != nil {
		st.Bind(st.brokerBinding(*b, st.brokerEndpoint(*b)))
	}
}
