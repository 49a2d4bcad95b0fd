package spec

import (
	"net/netip"
	"strconv"
)

func validateExpose(r *report, s *DjangoStack) {
	e := s.Spec.Expose
	if e == nil {
		return
	}
	validateWayIn(r, s)
	if e.Ingress != nil {
		validateIngress(r, s)
	}
	if lb := e.LoadBalancer; lb != nil {
		r.qualifiedName("spec.expose.loadBalancer.class", lb.Class)
		r.cidrs("spec.expose.loadBalancer.sourceRanges", lb.SourceRanges)
	}
	reached := e.Ingress != nil || e.LoadBalancer != nil
	if reached && !*e.HTTPS && s.Spec.Profile == ProfileProd {
		r.warn("spec.expose", "the site is reached by plain http in production; set ingress.tls, or https: true where "+
			"something in front of the cluster ends TLS")
	}
}

// validateWayIn warns of a site that browsers are said to reach and that the network
// policies keep them from.
func validateWayIn(r *report, s *DjangoStack) {
	e := s.Spec.Expose
	if e.Ingress != nil || e.LoadBalancer != nil || !*e.HTTPS || !*s.Spec.Network.Policies {
		return
	}
	for _, way := range s.Spec.Network.Ingress {
		if way.Component == "web" {
			return
		}
	}
	r.warn("spec.expose.https", "no network policy admits what ends TLS in front of the site; name it: "+
		"network.ingress: {NAME: {namespace: …}}, or with cidr if it is not a pod")
}

// issuerAnnotations name the issuer of an Ingress' certificate (cert-manager.io,
// "Annotated Ingress resource").
var issuerAnnotations = []string{"cert-manager.io/cluster-issuer", "cert-manager.io/issuer"}

func validateIngress(r *report, s *DjangoStack) {
	in := s.Spec.Expose.Ingress
	r.objectName("spec.expose.ingress.class", in.Class)
	validateController(r, s)
	r.namespace("spec.expose.ingress.controllerNamespace", in.ControllerNamespace)
	r.cidrs("spec.expose.ingress.controllerCIDRs", in.ControllerCIDRs)
	if _, both := in.Annotations[IngressClassAnnotation]; both && in.Class != "" {
		r.forbidden(ingressAnnotations+segment(IngressClassAnnotation), "cannot be combined with class; remove one of them")
	}
	if in.TLS == nil {
		return
	}
	if in.TLS.Issuer == "" && in.TLS.Secret == "" {
		r.missing("spec.expose.ingress.tls", "say where the certificate comes from: issuer or secret")
	}
	r.objectName("spec.expose.ingress.tls.issuer", in.TLS.Issuer)
	r.objectName("spec.expose.ingress.tls.secret", in.TLS.Secret)
	if own := s.Spec.Secrets; own.EnvFile != "" && own.Name == in.TLS.Secret {
		r.invalid("spec.expose.ingress.tls.secret", "is the stack's own Secret, which is made of %s; name another",
			own.EnvFile)
	}
	for _, issuer := range issuerAnnotations {
		if _, both := in.Annotations[issuer]; both && in.TLS.Issuer != "" {
			r.forbidden(ingressAnnotations+segment(issuer), "cannot be combined with tls.issuer; remove one "+
				"of them")
		}
	}
	if out := s.Spec.Django.notCertified(); in.TLS.Issuer != "" && len(out) > 0 {
		r.warn("spec.expose.ingress.tls.issuer", "its certificate leaves out %s, which no public authority certifies; if "+
			"the issuer is a private one, have it make a certificate for all hosts, and name its Secret under tls.secret "+
			"without issuer", listed(out))
	}
	if !*s.Spec.Expose.HTTPS {
		r.invalid("spec.expose.https", "the Ingress ends TLS, so browsers use https; remove it, or ingress.tls")
	}
}

func (r *report) cidrs(path string, list []string) {
	for i, cidr := range list {
		r.cidr(path+"["+strconv.Itoa(i)+"]", cidr)
	}
}

// cidr checks a range of addresses.
func (r *report) cidr(path, cidr string) {
	prefix, err := netip.ParsePrefix(cidr)
	addr, _ := netip.ParseAddr(cidr)
	switch {
	case err != nil && addr.IsValid():
		r.invalid(path, "%q is one address; write the range %s/%d", cidr, cidr, addr.BitLen())
	case err != nil:
		r.invalid(path, "%q is not a range of addresses; write one such as 10.0.0.0/8", cidr)
	case prefix.Masked() != prefix:
		r.invalid(path, "%q has bits beyond its length; write %s", cidr, prefix.Masked())
	}
}

func isIP(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}
