package generate

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/spec"
)

// exposeComponent is the Ingress; a LoadBalancer is a property of the Service.
var exposeComponent = Component{Name: "expose", Objects: exposeObjects}

// issuerAnnotation asks cert-manager for the Ingress' certificate.
const issuerAnnotation = "cert-manager.io/cluster-issuer"

func exposeObjects(st *Stack) []Object {
	if st.Spec.Expose == nil || st.Spec.Expose.Ingress == nil {
		return nil
	}
	in := st.Spec.Expose.Ingress
	ingress := &networkingv1.Ingress{ObjectMeta: st.Meta(webName)}
	ingress.Annotations = st.ingressAnnotations(in)
	if in.Class != "" && in.Controller.ReadsClass() {
		ingress.Spec.IngressClassName = new(in.Class)
	}
	hosts := ingressHosts(st.Spec.Django.Hosts)
	for _, host := range hosts {
		ingress.Spec.Rules = append(ingress.Spec.Rules, st.ingressRule(host))
	}
	if st.Spec.Django.AnyHost {
		ingress.Spec.Rules = append(ingress.Spec.Rules, st.ingressRule(""))
	}
	if in.TLS != nil {
		if in.TLS.Issuer != "" {
			hosts = ingressHosts(st.Spec.Django.CertifiedHosts())
		}
		ingress.Spec.TLS = []networkingv1.IngressTLS{{Hosts: hosts, SecretName: in.TLS.Secret}}
	}
	return []Object{ingress}
}

// ingressNeeds are the site as a controller has to know it.
func (st *Stack) ingressNeeds() spec.IngressNeeds {
	needs := spec.IngressNeeds{
		Seconds: st.Spec.Web.Assumed().Timeout.Seconds() + proxyReadSlack,
		Bytes:   st.bodySize().Value(),
		Host:    strings.TrimPrefix(st.Spec.Django.CanonicalHost(), "."),
		Path:    "/",
	}
	if st.Spec.Web.Server.SpeaksASGI(st.Spec.Web.App) {
		needs.Seconds = websocketTimeout
	}
	if p := st.Spec.Web.Probes.Readiness; p != nil && p.Path != "" {
		needs.Path = p.Path
	}
	return needs
}

// ingressAnnotations are the user's, after what the spec already says: the
// certificate's issuer, and what the controller has to be told, since requests
// would otherwise be cut short at its own bounds.
func (st *Stack) ingressAnnotations(in *spec.Ingress) map[string]string {
	all := map[string]string{}
	maps.Copy(all, st.Metadata.Annotations)
	if in.TLS != nil && in.TLS.Issuer != "" {
		all[issuerAnnotation] = in.TLS.Issuer
	}
	if !in.Controller.ReadsClass() {
		all[spec.IngressClassAnnotation] = in.Class
	}
	own, _ := in.Controller.Annotations(st.ingressNeeds())
	maps.Copy(all, own)
	maps.Copy(all, in.Annotations)
	if len(all) == 0 {
		return nil
	}
	return all
}

// bodySize is the largest request body: the proxy's, or as much as it takes by
// default. By itself ingress-nginx refuses uploads of more than a megabyte.
func (st *Stack) bodySize() *resource.Quantity {
	if st.Spec.Proxy != nil {
		return st.Spec.Proxy.BodySize
	}
	return spec.Quantity(spec.DefaultBodySize)
}

func (st *Stack) ingressRule(host string) networkingv1.IngressRule {
	return networkingv1.IngressRule{
		Host: host,
		IngressRuleValue: networkingv1.IngressRuleValue{HTTP: &networkingv1.HTTPIngressRuleValue{
			Paths: []networkingv1.HTTPIngressPath{{
				Path:     "/",
				PathType: new(networkingv1.PathTypePrefix),
				Backend: networkingv1.IngressBackend{Service: &networkingv1.IngressServiceBackend{
					Name: st.ObjectName(webName),
					Port: networkingv1.ServiceBackendPort{Name: httpPort},
				}},
			}},
		}},
	}
}

// ingressHosts are hosts as an Ingress writes them.
func ingressHosts(hosts []spec.Host) []string {
	var all []string
	for _, host := range hosts {
		all = append(all, ingressHost(string(host)))
	}
	return all
}

// ingressHost is a host as an Ingress writes it: ".example.com" is
// "*.example.com".
func ingressHost(host string) string {
	if strings.HasPrefix(host, ".") {
		return "*" + host
	}
	return host
}

// exposeService makes the web Service reachable from outside where the spec
// asks for it.
func (st *Stack) exposeService(s *corev1.Service) {
	if st.Spec.Expose == nil {
		return
	}
	if in := st.Spec.Expose.Ingress; in != nil {
		_, own := in.Controller.Annotations(st.ingressNeeds())
		if own = union(own, in.ServiceAnnotations); len(own) > 0 {
			s.Annotations = union(s.Annotations, own)
		}
	}
	if st.Spec.Expose.LoadBalancer == nil {
		return
	}
	lb := st.Spec.Expose.LoadBalancer
	s.Spec.Type = corev1.ServiceTypeLoadBalancer
	s.Spec.Ports[0].Port = int32(lb.Port)
	if st.Spec.Proxy != nil && len(st.Spec.Network.IPFamilies) > 1 { // a web server listens on one
		s.Spec.IPFamilyPolicy = new(corev1.IPFamilyPolicyPreferDualStack)
	}
	s.Spec.LoadBalancerSourceRanges = slices.Clone(lb.SourceRanges)
	if lb.Class != "" {
		s.Spec.LoadBalancerClass = new(lb.Class)
	}
	if len(lb.Annotations) > 0 {
		s.Annotations = union(s.Annotations, lb.Annotations)
	}
}

// webOpenings are the ways into the web pods: from the ingress controller, and
// through a load balancer.
//
// The latter's source ranges are the Service's to enforce: on their way through a
// node requests get the node's address, which no range would have.
func (st *Stack) webOpenings(port int32) []Opening {
	var openings []Opening
	e := st.Spec.Expose
	if e == nil {
		return nil
	}
	if in := e.Ingress; in != nil {
		way := Opening{Port: port, Namespace: in.ControllerNamespace, CIDRs: in.ControllerCIDRs}
		if way.Namespace == "" && len(way.CIDRs) == 0 {
			way.NamespaceLabel = in.Controller.NamespaceLabel()
			if way.NamespaceLabel == "" {
				way.Namespace = anyNamespace
			}
		}
		openings = append(openings, way)
	}
	if e.LoadBalancer != nil {
		openings = append(openings, Opening{Port: port, CIDRs: []string{spec.Anywhere}})
	}
	return openings
}
