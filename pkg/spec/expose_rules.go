package spec

func validateExpose(r *report, s *DjangoStack) {
	e := s.Spec.Expose
	if e == nil {
		return
	}
	validateReachable(r, s)
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

// validateReachable warns of a site that browsers are said to reach and that the network
// policies keep them from.
func validateReachable(r *report, s *DjangoStack) {
	e := s.Spec.Expose
	if e.Ingress != nil || e.LoadBalancer != nil || !*e.HTTPS || !*s.Spec.Network.Policies {
		return
	}
	for _, in := range s.Spec.Network.Ingress {
		if in.Component == "web" {
			return
		}
	}
	r.warn("spec.expose.https", "no network policy admits what ends TLS in front of the site; name it: "+
		"network.ingress: {NAME: {namespace: …}}, or with cidr if it is not a pod")
}
