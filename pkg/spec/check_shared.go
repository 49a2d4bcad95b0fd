package spec

import "fmt"

// shared finds what environments of one cluster cannot have in common.
type shared struct {
	namespaces map[inCluster]string // the environment that has it
	hosts      map[inCluster]string
}

// inCluster is a name within a cluster.
type inCluster struct{ cluster, name string }

// add reports what one environment, defaults filled in, has in common with those
// before it.
func (c *shared) add(r *report, environment string, s *StackSpec) {
	if c.namespaces == nil {
		c.namespaces, c.hosts = map[inCluster]string{}, map[inCluster]string{}
	}
	if ns := s.Namespace.Name; ns != "" {
		if other, taken := claim(c.namespaces, inCluster{s.Cluster, ns}, environment); taken {
			r.invalid("spec.namespace.name", "%s", commonTo(environment, other, "the namespace "+ns,
				"the objects of one would take the place of the other's"))
		}
	}
	if s.Expose == nil || s.Expose.Ingress == nil {
		return
	}
	for i, host := range s.Django.Hosts {
		if other, taken := claim(c.hosts, inCluster{s.Cluster, widened(host)}, environment); taken {
			r.invalid(fmt.Sprintf("spec.django.hosts[%d]", i), "%s", commonTo(environment, other,
				"the Ingress host "+string(host), "it is by chance which of them a request reaches"))
		}
	}
}

// claim is a name for an environment, unless another has it.
func claim(all map[inCluster]string, what inCluster, environment string) (other string, taken bool) {
	if other, taken = all[what]; !taken {
		all[what] = environment
	}
	return other, taken
}

func commonTo(environment, other, what, harm string) string {
	return fmt.Sprintf("%s and %s both have %s, and %s; write one for each, or cluster for each where they run in "+
		"different ones", other, environment, what, harm)
}
