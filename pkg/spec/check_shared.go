package spec

import "fmt"

// shared are the names that environments of a stack have in a cluster, and the
// environment that has each.
type shared map[ClusterName]string

// add reports what one environment, defaults filled in, has in common with those
// before it. A namespace is one stack's in one environment even where somebody else
// makes it: all names in it follow from the stack's.
func (c shared) add(r *report, environment string, s *StackSpec) {
	if ns := s.Namespace.Name; ns != "" {
		c.claim(r, environment, Claim{"spec.namespace.name", ClusterName{Cluster: s.Cluster, Kind: "Namespace", Name: ns}},
			replaced)
	}
	if s.Expose == nil || s.Expose.Ingress == nil {
		return
	}
	for _, host := range s.hostClaims() {
		c.claim(r, environment, host, byChance)
	}
}

// What becomes of two environments that have one namespace or one host.
const (
	replaced = "the objects of one would take the place of the other's"
	byChance = "it is by chance which of them a request reaches"
)

func (c shared) claim(r *report, environment string, claim Claim, harm string) {
	other, taken := c[claim.ClusterName]
	switch {
	case !taken:
		c[claim.ClusterName] = environment
	case other != environment:
		r.invalid(claim.Path, "%s and %s both have %s, and %s; give each its own, or set cluster in both if they run in "+
			"different clusters", other, environment, claim.ClusterName, harm)
	}
}

// inEveryDefault warns of what the environments have in common that a stack has where
// it writes none. It is no error: who deploys one of them only has no need to name it.
func (r *report) inEveryDefault(s *StackSpec) {
	warn := func(path string, name ClusterName, more int, harm string) {
		what := name.String()
		if more > 0 {
			what += fmt.Sprintf(" and %d more", more)
		}
		r.warn(path, "the environments %s, which are made where none are written, all have %s, and %s; write those that "+
			"you have, such as environments: {prod: {}}, and give each its own, or set cluster in each if they run in "+
			"different clusters",
			listed(defaultEnvironments), what, harm)
	}
	if ns := s.Namespace.Name; ns != "" {
		warn("spec.namespace.name", ClusterName{Kind: "Namespace", Name: ns}, 0, replaced)
	}
	if s.Expose == nil || s.Expose.Ingress == nil {
		return
	}
	if hosts := s.hostClaims(); len(hosts) > 0 {
		warn("spec.expose.ingress", hosts[0].ClusterName, len(hosts)-1, byChance)
	}
}
