package spec

import (
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/strict"
)

// shared are the names that environments of a stack have in a cluster, and the
// environment that has each.
type shared map[ClusterName]string

// add reports what one environment, defaults filled in, has in common with those
// before it. A namespace is one stack's in one environment even where somebody else
// makes it: all names in it follow from the stack's.
func (c shared) add(r *report, environment string, s *StackSpec) {
	if ns := s.Namespace.Name; ns != "" {
		name := ClusterName{Cluster: s.Cluster, Kind: "Namespace", Name: ns}
		c.claim(r, environment, UniqueName{"spec.namespace.name", name}, replaced)
	}
	for _, place := range s.outside() {
		if other, taken := c.taken(environment, place); taken {
			r.mayConflict(place.Path, "%s and %s both have %s, and %s; %s", other, environment, place.ClusterName,
				sharedOutside[place.Kind], place.apart("both"))
		}
	}
	if s.Expose == nil || s.Expose.Ingress == nil {
		return
	}
	for _, host := range s.ingressHosts() {
		c.claim(r, environment, host, byChance)
	}
}

// What becomes of two environments that have one namespace or one host.
const (
	replaced = "the objects of one would take the place of the other's"
	byChance = "it is by chance which of them a request reaches"
)

func (c shared) claim(r *report, environment string, claim UniqueName, harm string) {
	if other, taken := c.taken(environment, claim); taken {
		r.conflict(claim.Path, "%s and %s both have %s, and %s; %s", other, environment, claim.ClusterName, harm,
			claim.apart("both"))
	}
}

// taken is the environment before this one that has a name.
func (c shared) taken(environment string, claim UniqueName) (other string, taken bool) {
	other, taken = c[claim.ClusterName]
	if !taken {
		c[claim.ClusterName] = environment
	}
	return other, taken && other != environment
}

// apart is the remedy for environments that have one name.
func (n ClusterName) apart(which string) string {
	switch {
	case n.Kind == outsideBucket && !strings.Contains(n.Server, "://"): // one for all clusters
		return "give each its own, or a location of its own in it"
	case n.Kind == outsideBucket:
		return "give each its own, or a location of its own in it, or set cluster in " + which + " if they run in " +
			"different clusters and the address means another store there"
	case n.Server != "":
		return "give each its own, or set cluster in " + which + " if they run in different clusters and the host means " +
			"another server there"
	default:
		return "give each its own, or set cluster in " + which + " if they run in different clusters"
	}
}

// inEveryDefault warns of what the environments have in common that a stack has where
// it writes none. It is no error: who deploys one of them only has no need to name it.
// What is outside the cluster is said with defaults filled in.
func (r *report) inEveryDefault(s *StackSpec, outside []UniqueName) {
	warn := func(path string, name ClusterName, more int, harm string) {
		what := name.String()
		if more > 0 {
			what += fmt.Sprintf(" and %d more", more)
		}
		r.mayConflict(path, "the environments %s, which are made where none are written, all have %s, and %s; write those "+
			"that you have, such as environments: {prod: {}}, and %s",
			strict.Listed(defaultEnvironments), what, harm, name.apart("each"))
	}
	for _, place := range outside {
		warn(place.Path, place.ClusterName, 0, sharedOutside[place.Kind])
	}
	if ns := s.Namespace.Name; ns != "" {
		warn("spec.namespace.name", ClusterName{Kind: "Namespace", Name: ns}, 0, replaced)
	}
	if s.Expose == nil || s.Expose.Ingress == nil {
		return
	}
	if hosts := s.ingressHosts(); len(hosts) > 0 {
		warn("spec.expose.ingress", hosts[0].ClusterName, len(hosts)-1, byChance)
	}
}
