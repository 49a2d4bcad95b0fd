package edge

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Ingress is the Ingress; a LoadBalancer is a property of the Service.
var Ingress = stack.Component{Name: "expose", Objects: exposeObjects}

func exposeObjects(st *stack.Stack) ([]stack.Object, error) {
	if st.Spec.Expose == nil || st.Spec.Expose.Ingress == nil {
		return nil, nil
	}
	in := st.Spec.Expose.Ingress
	ingress := &networkingv1.Ingress{ObjectMeta: st.Meta(django.WebName)}
	ingress.Annotations = ingressAnnotations(st, in)
	if in.Class != "" && in.Controller.ReadsClass() {
		ingress.Spec.IngressClassName = new(in.Class)
	}
	hosts := ingressHosts(st.Spec.Django.Hosts)
	for _, host := range hosts {
		ingress.Spec.Rules = append(ingress.Spec.Rules, ingressRule(st, host))
	}
	if st.Spec.Django.AnyHost {
		ingress.Spec.Rules = append(ingress.Spec.Rules, ingressRule(st, ""))
	}
	if in.TLS != nil {
		if in.TLS.Issuer != "" {
			hosts = ingressHosts(st.Spec.Django.CertifiedHosts())
		}
		ingress.Spec.TLS = []networkingv1.IngressTLS{{Hosts: hosts, SecretName: in.TLS.Secret}}
	}
	return []stack.Object{ingress}, nil
}

const (
	// ReadSlack is what a proxy waits beyond the server's own timeout, so
	// that the server's answer wins.
	ReadSlack = 5
	// WebsocketTimeout keeps an idle websocket open for a day.
	WebsocketTimeout = 86400
)

// ingressNeeds are the site as a controller has to know it.
func ingressNeeds(st *stack.Stack) spec.IngressNeeds {
	needs := spec.IngressNeeds{
		Seconds: st.Spec.Web.Assumed().Timeout.Seconds() + ReadSlack,
		Bytes:   bodySize(st).Value(),
		Host:    strings.TrimPrefix(st.Spec.Django.CanonicalHost(), "."),
		Path:    "/",
	}
	if st.Spec.Web.Server.SpeaksASGI(st.Spec.Web.App) {
		needs.Seconds = WebsocketTimeout
	}
	if p := st.Spec.Web.Probes.Readiness; p != nil && p.Path != "" {
		needs.Path = p.Path
	}
	if proxy := st.Spec.Proxy; proxy != nil {
		needs.Seconds = max(needs.Seconds, proxy.LongestTimeout()+ReadSlack)
		if proxy.Guards(needs.Path) {
			needs.Path = spec.ProxyHealthPath
		}
	}
	return needs
}

// ingressAnnotations are the user's, after what the spec already says: the
// certificate's issuer, and what the controller has to be told, since requests
// would otherwise be cut short at its own bounds.
func ingressAnnotations(st *stack.Stack, in *spec.Ingress) map[string]string {
	all := map[string]string{}
	maps.Copy(all, st.Metadata.Annotations)
	if in.TLS != nil && in.TLS.Issuer != "" {
		all[stack.AnnotationIssuer] = in.TLS.Issuer
	}
	if !in.Controller.ReadsClass() {
		all[spec.IngressClassAnnotation] = in.Class
	}
	own, _ := in.Controller.Annotations(ingressNeeds(st))
	maps.Copy(all, own)
	maps.Copy(all, in.Annotations)
	if len(all) == 0 {
		return nil
	}
	return all
}

// bodySize is the largest request body: the proxy's, or as much as it takes by
// default. By itself ingress-nginx refuses uploads of more than a megabyte.
func bodySize(st *stack.Stack) *resource.Quantity {
	if st.Spec.Proxy != nil {
		return st.Spec.Proxy.LargestBody()
	}
	return spec.Quantity(spec.DefaultBodySize)
}

func ingressRule(st *stack.Stack, host string) networkingv1.IngressRule {
	return networkingv1.IngressRule{
		Host: host,
		IngressRuleValue: networkingv1.IngressRuleValue{HTTP: &networkingv1.HTTPIngressRuleValue{
			Paths: []networkingv1.HTTPIngressPath{{
				Path:     "/",
				PathType: new(networkingv1.PathTypePrefix),
				Backend: networkingv1.IngressBackend{Service: &networkingv1.IngressServiceBackend{
					Name: st.ObjectName(django.WebName),
					Port: networkingv1.ServiceBackendPort{Name: django.HTTPPort},
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

// ExposeService makes the web Service reachable from outside where the spec
// asks for it.
func ExposeService(st *stack.Stack, s *corev1.Service) {
	if st.Spec.Expose == nil {
		return
	}
	if in := st.Spec.Expose.Ingress; in != nil {
		_, own := in.Controller.Annotations(ingressNeeds(st))
		if own = stack.Merged(own, in.ServiceAnnotations); len(own) > 0 {
			s.Annotations = stack.Merged(s.Annotations, own)
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
		s.Annotations = stack.Merged(s.Annotations, lb.Annotations)
	}
}

// WebIngress returns the ways into the web pods: from the ingress controller, and
// through a load balancer.
//
// The latter's source ranges are the Service's to enforce: on their way through a
// node requests get the node's address, which no range would have.
func WebIngress(st *stack.Stack, port int32) []stack.NetworkRule {
	var rules []stack.NetworkRule
	e := st.Spec.Expose
	if e == nil {
		return nil
	}
	if in := e.Ingress; in != nil {
		rule := stack.NetworkRule{Port: port, Namespace: in.ControllerNamespace, CIDRs: in.ControllerCIDRs}
		if rule.Namespace == "" && len(rule.CIDRs) == 0 {
			rule.NamespaceLabel = in.Controller.NamespaceLabel()
			if rule.NamespaceLabel == "" {
				rule.Namespace = stack.AnyNamespace
			}
		}
		rules = append(rules, rule)
	}
	if e.LoadBalancer != nil {
		rules = append(rules, stack.NetworkRule{Port: port, CIDRs: []string{spec.Anywhere}})
	}
	return rules
}
