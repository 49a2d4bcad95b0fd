package spec

// shared are the names that environments of a stack have in a cluster, and the
// environment that has each.
type shared map[ClusterName]string

// add reports what one environment, defaults filled in, has in common with those
// before it. A namespace is one stack's in one environment even where somebody else
// makes it: all names in it follow from the stack's.
func (c shared) add(r *report, environment string, s *StackSpec) {
	if ns := s.Namespace.Name; ns != "" {
		c.claim(r, environment, Claim{"spec.namespace.name", ClusterName{Cluster: s.Cluster, Kind: "Namespace", Name: ns}},
			"the objects of one would take the place of the other's")
	}
	if s.Expose == nil || s.Expose.Ingress == nil {
		return
	}
	for _, host := range s.hostClaims(s.Expose.Ingress.Class) {
		c.claim(r, environment, host, "it is by chance which of them a request reaches")
	}
}

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
