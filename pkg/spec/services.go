package spec

import (
	"net/url"
	"strings"
)

// NamespaceOf returns the namespace of the Service that a host names: that in pg.data.svc
// or pg.data.svc.cluster.local, the stack's own for a name alone, such as pg, and "" for
// any other host.
func (s *StackSpec) NamespaceOf(host string) string {
	if isLabel(host) && !isLoopback(host) {
		return s.Namespace.Name
	}
	labels := strings.Split(host, ".")
	if len(labels) < 3 || labels[2] != "svc" {
		return ""
	}
	return labels[1]
}

// ComponentName returns the name of a component from its kind and alias: database for the
// default database, database-replica for the one with the alias replica.
func ComponentName(kind, alias string) string {
	if alias == "default" {
		return kind
	}
	return kind + "-" + alias
}

// namesService reports whether a host is the Service of a component of the stack,
// by any of the names that DNS has for it.
func (s *DjangoStack) namesService(host, component string) bool {
	return s.componentAt(host) == component
}

// componentAt is the component of the stack whose Service a host is, "" where it is
// none.
func (s *DjangoStack) componentAt(host string) string {
	name, rest, _ := strings.Cut(strings.TrimSuffix(host, "."), ".")
	component, own := strings.CutPrefix(name, s.Metadata.Name+"-")
	namespace, domain, _ := strings.Cut(rest, ".")
	own = own && (namespace == "" || namespace == s.Spec.Namespace.Name)
	if !own || domain != "" && domain != "svc" && !strings.HasPrefix(domain, "svc.") {
		return ""
	}
	return strings.TrimPrefix(component, "headless-")
}

// cacheAt is the cache in the cluster that a host is, "" where it is none.
func (s *DjangoStack) cacheAt(host string) string {
	for alias, c := range s.Spec.Caches {
		if c.External == nil && s.namesService(host, ComponentName("cache", alias)) {
			return alias
		}
	}
	return ""
}

// databaseAt is the database in the cluster whose server a host is, "" where it is none.
func (s *DjangoStack) databaseAt(host string) string {
	for alias, db := range s.Spec.Databases {
		if db.runs() && s.namesService(host, ComponentName("database", alias)) {
			return alias
		}
	}
	return ""
}

// ownCache is the cache of the stack whose Service a value names, alone or in a URL.
func (s *DjangoStack) ownCache(value string) (alias string, found bool) {
	host := value
	if u, err := url.Parse(value); err == nil && u.Host != "" {
		host = u.Hostname()
	}
	host, _, _ = strings.Cut(host, ":")
	alias = s.cacheAt(host)
	return alias, alias != ""
}
