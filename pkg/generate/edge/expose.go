package edge

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Ingress is the way in through an Ingress controller; a LoadBalancer is a property of the
// Service.
var Ingress = stack.Component{Name: "expose", Resolve: openRoutes, Validate: validateRoutes, Objects: exposeObjects}

// exposeObjects are the Ingress of the site, which has the rules of routes, too, and those of
// routes that the controller is told something else of.
func exposeObjects(st *stack.Stack) ([]stack.Object, error) {
	if st.Spec.Expose == nil || st.Spec.Expose.Ingress == nil {
		return nil, nil
	}
	in := st.Spec.Expose.Ingress
	site := newIngress(st, django.WebName, in.TLS != nil && in.TLS.Issuer != "")
	paths := pathsOf(siteHosts(st))
	needs := ingressNeeds(st)
	paths.add(hostsOfWeb(st), networkingv1.HTTPIngressPath{
		Path: "/", PathType: new(networkingv1.PathTypePrefix), Backend: backend(st, django.WebName, django.HTTPPort),
	})
	site.tls(in.TLS, certified(in.TLS, st.Spec.Django.Hosts))
	var objects []stack.Object
	for _, r := range routesOf(st) {
		if r.Apart() {
			objects = append(objects, routeIngress(st, r))
			continue
		}
		paths.add(hostsOf(st, r), r.ingressPath(st))
		needs = needs.Most(routeNeeds(st, r))
		site.tls(r.certificate(st))
	}
	site.Spec.Rules = paths.rules()
	site.Annotations = site.annotated(needs, in.Annotations)
	return append([]stack.Object{site.Ingress}, objects...), nil
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

// bodySize is the largest request body: the proxy's, or as much as it takes by
// default. By itself ingress-nginx refuses uploads of more than a megabyte.
func bodySize(st *stack.Stack) *resource.Quantity {
	if st.Spec.Proxy != nil {
		return st.Spec.Proxy.LargestBody()
	}
	return spec.Quantity(spec.DefaultBodySize)
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
		_, own := in.Controller.Annotations(webNeeds(st))
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
	if e.Ingress != nil {
		rules = append(rules, fromController(e.Ingress, port))
	}
	if e.LoadBalancer != nil {
		rules = append(rules, stack.NetworkRule{Port: port, CIDRs: []string{spec.Anywhere}})
	}
	return rules
}

// fromController is the way in from the Ingress controller.
func fromController(in *spec.Ingress, port int32) stack.NetworkRule {
	rule := stack.NetworkRule{Port: port, Namespace: in.ControllerNamespace, CIDRs: in.ControllerCIDRs}
	if rule.Namespace == "" && len(rule.CIDRs) == 0 {
		rule.NamespaceLabel = in.Controller.NamespaceLabel()
		if rule.NamespaceLabel == "" {
			rule.Namespace = stack.AnyNamespace
		}
	}
	return rule
}
