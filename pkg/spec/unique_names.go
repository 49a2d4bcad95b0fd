package spec

import (
	"fmt"

	"github.com/djangostack/djangostack/internal/sorted"
)

// IngressHost is the kind of a [ClusterName] that is a host.
const IngressHost = "Ingress host"

// ClusterName is a name that only one environment of one stack can have in a cluster.
type ClusterName struct {
	// Cluster by the name that the spec has for it.
	Cluster string
	// Kind of the object, or IngressHost.
	Kind string
	// Namespace of an object that is in one, the class of an Ingress, or the server outside
	// the cluster.
	Namespace, Class, Server string
	// Name of the object, or the host; "" is any host.
	Name string
}

// String returns the name as messages have it: the Ingress host shop.example.com.
func (n ClusterName) String() string {
	switch {
	case n.Kind == IngressHost && n.Name == "":
		return "an Ingress for any host"
	case n.Kind == IngressHost:
		return "the Ingress host " + n.Name
	case n.Server != "" && n.Name == "":
		return "the " + n.Kind + " at " + n.Server
	case n.Server != "":
		return "the " + n.Kind + " " + n.Name + " at " + n.Server
	case n.Kind == "Namespace":
		return "the namespace " + n.Name
	default:
		return fmt.Sprintf("the %s %s in the namespace %s", n.Kind, n.Name, n.Namespace)
	}
}

// UniqueName is such a name, and the field that it comes from.
type UniqueName struct {
	// Path of the field that the name comes from.
	Path string
	ClusterName
}

// UniqueNames returns the names of an environment, defaults filled in, that do not follow from
// the stack's own: of the Namespace and the Secrets it makes, and the hosts of its
// Ingress.
func (s *StackSpec) UniqueNames() []UniqueName {
	var all []UniqueName
	add := func(path, kind, namespace, name string) {
		all = append(all, UniqueName{path, ClusterName{Cluster: s.Cluster, Kind: kind, Namespace: namespace, Name: name}})
	}
	if isTrue(s.Namespace.Create) {
		add("spec.namespace.name", "Namespace", "", s.Namespace.Name)
	}
	if s.Secrets.EnvFile != "" {
		add("spec.secrets.name", "Secret", s.Namespace.Name, s.Secrets.Name)
	}
	if s.Expose == nil || s.Expose.Ingress == nil {
		return all
	}
	if tls := s.Expose.Ingress.TLS; tls != nil && tls.Issuer != "" {
		add("spec.expose.ingress.tls.secret", "Secret", s.Namespace.Name, tls.Secret)
		for _, name := range sorted.Keys(s.Routes) {
			if own := s.Routes[name].TLS; own != nil {
				add("spec.routes"+segment(name)+".tls.secret", "Secret", s.Namespace.Name, own.Secret)
			}
		}
	}
	return append(all, s.ingressHosts()...)
}

func (s *StackSpec) ingressHosts() []UniqueName {
	var all []UniqueName
	class, _ := s.Expose.Ingress.class()
	name := ClusterName{Cluster: s.Cluster, Kind: IngressHost, Class: class}
	for i, host := range s.Django.Hosts {
		name.Name = widened(host)
		all = append(all, UniqueName{fmt.Sprintf("spec.django.hosts[%d]", i), name})
	}
	for _, route := range sorted.Keys(s.Routes) {
		for _, host := range s.OwnHosts(s.Routes[route]) {
			name.Name = widened(host)
			all = append(all, UniqueName{"spec.routes" + segment(route) + ".hosts", name})
		}
	}
	if s.Django.AnyHost {
		name.Name = ""
		all = append(all, UniqueName{"spec.django.anyHost", name})
	}
	return all
}
