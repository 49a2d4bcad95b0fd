package edge

import (
	"cmp"
	"maps"
	"slices"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// ingress is an Ingress under way.
type ingress struct {
	*networkingv1.Ingress
	st *stack.Stack
	// issued says that the issuer makes its certificates.
	issued bool
	// certified are the hosts that have a certificate.
	certified map[string]bool
}

func newIngress(st *stack.Stack, component string, issued bool) ingress {
	in := st.Spec.Expose.Ingress
	made := ingress{&networkingv1.Ingress{ObjectMeta: st.Meta(component)}, st, issued, map[string]bool{}}
	if in.Class != "" && in.Controller.ReadsClass() {
		made.Spec.IngressClassName = new(in.Class)
	}
	return made
}

// annotated are the user's annotations, after what the spec already says: the
// certificate's issuer, and what the controller has to be told, since requests
// would otherwise be cut short at its own bounds.
func (i ingress) annotated(needs spec.IngressNeeds, given map[string]string) map[string]string {
	in := i.st.Spec.Expose.Ingress
	all := map[string]string{}
	maps.Copy(all, i.st.Metadata.Annotations)
	if i.issued {
		all[stack.AnnotationIssuer] = in.TLS.Issuer
	}
	if !in.Controller.ReadsClass() {
		all[spec.IngressClassAnnotation] = in.Class
	}
	own, _ := in.Controller.Annotations(needs)
	maps.Copy(all, own)
	maps.Copy(all, given)
	if len(all) == 0 {
		return nil
	}
	return all
}

// tls has the Ingress end TLS for some hosts, if it does, and if they have no certificate yet.
func (i ingress) tls(t *spec.IngressTLS, hosts []string) {
	hosts = slices.DeleteFunc(hosts, func(host string) bool { return i.certified[host] })
	for _, host := range hosts {
		i.certified[host] = true
	}
	if t != nil && len(hosts) > 0 {
		i.Spec.TLS = append(i.Spec.TLS, networkingv1.IngressTLS{Hosts: hosts, SecretName: t.Secret})
	}
}

// certified are hosts as a certificate has them.
func certified(t *spec.IngressTLS, hosts []spec.Host) []string {
	if t != nil && t.Issuer != "" {
		hosts = spec.Certified(hosts)
	}
	return ingressHosts(hosts)
}

func backend(st *stack.Stack, component, port string) networkingv1.IngressBackend {
	return networkingv1.IngressBackend{Service: &networkingv1.IngressServiceBackend{
		Name: st.ObjectName(component), Port: networkingv1.ServiceBackendPort{Name: port},
	}}
}

// hostPaths are the paths of an Ingress by their hosts, in the order in which these came.
type hostPaths struct {
	hosts []string
	paths map[string][]networkingv1.HTTPIngressPath
}

// pathsOf are none yet, for hosts that come first in this order.
func pathsOf(hosts []string) hostPaths {
	p := hostPaths{hosts, map[string][]networkingv1.HTTPIngressPath{}}
	for _, host := range hosts {
		p.paths[host] = nil
	}
	return p
}

func (p *hostPaths) add(hosts []string, path networkingv1.HTTPIngressPath) {
	for _, host := range hosts {
		if _, known := p.paths[host]; !known {
			p.hosts = append(p.hosts, host)
		}
		p.paths[host] = append(p.paths[host], *path.DeepCopy())
	}
}

// rules have the longest paths first, for controllers that go by their order.
func (p *hostPaths) rules() []networkingv1.IngressRule {
	var rules []networkingv1.IngressRule
	for _, host := range p.hosts {
		paths := p.paths[host]
		if len(paths) == 0 {
			continue
		}
		slices.SortStableFunc(paths, func(a, b networkingv1.HTTPIngressPath) int {
			return cmp.Or(cmp.Compare(len(b.Path), len(a.Path)), cmp.Compare(*a.PathType, *b.PathType))
		})
		rules = append(rules, networkingv1.IngressRule{
			Host:             host,
			IngressRuleValue: networkingv1.IngressRuleValue{HTTP: &networkingv1.HTTPIngressRuleValue{Paths: paths}},
		})
	}
	return rules
}
