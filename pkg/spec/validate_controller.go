package spec

import "strings"

func validateController(r *report, s *DjangoStack) {
	in := s.Spec.Expose.Ingress
	if in.Controller == ControllerGCE && in.Class == "" {
		r.missing("spec.expose.ingress.class", "write gce, or gce-internal for a load balancer within the network")
	}
	if doubts := controllers[in.Controller].doubts; doubts != nil {
		doubts(r, s)
	}
}

func retired(r *report, s *DjangoStack) {
	at := "spec.expose.ingress.class"
	if s.Spec.Expose.Ingress.Class == "" {
		at = "spec.expose.ingress.controller"
	}
	r.warn(at, "the community's ingress-nginx was retired in March 2026 and gets no more fixes, not even for "+
		"security; move to Traefik, HAProxy, Contour, Cilium or your cloud's own, or write controller: nginx-f5 if it "+
		"is F5's")
}

func unnamed(r *report, s *DjangoStack) {
	if *s.Spec.Network.Policies {
		r.warn("spec.expose.ingress.controller", "a NetworkPolicy cannot select Cilium's requests; admit them with a "+
			"CiliumNetworkPolicy that has fromEntities: [ingress]")
	}
}

// googleTimeout goes by a backend service's own bound (cloud.google.com, "Backend
// service timeout").
func googleTimeout(r *report, s *DjangoStack) {
	const own = 30
	if s.Spec.Web.Assumed().Timeout.Seconds() > own {
		r.warn("spec.web.timeout", "Google's load balancer ends a request after 30s by default; raise timeoutSec in a "+
			"BackendConfig, or lower this")
	}
}

// google warns where Google's load balancer would find no pod healthy. Its health check
// sends no header but Host, takes no answer but 200, and asks for / by the pod's address
// where no readiness probe can be a model for it.
func google(r *report, s *DjangoStack) {
	googleTimeout(r, s)
	if s.Spec.Proxy != nil { // nginx answers it
		return
	}
	const path, remedy = "spec.web.probes.readiness", "or put nginx in front of Django by proxy: {}"
	probe := or(s.Spec.Web.Probes.Readiness, &Probe{})
	switch {
	case probe.None || len(probe.Command) > 0 || probe.Scheme == "HTTPS":
		r.warn(path, "Google's load balancer cannot use this check, and requests / at the pod's address instead, which "+
			"Django answers with 400; write a path for a check over HTTP, %s", remedy)
	case probe.sendsMoreThanHost():
		r.warn(path+".headers", "Google's load balancer cannot send these headers, and requests / at the pod's address "+
			"instead, which Django answers with 400; remove all but Host, %s", remedy)
	case *s.Spec.Expose.HTTPS:
		r.warn(path, "Google's load balancer makes the same request without X-Forwarded-Proto, and treats a redirect "+
			"as a failure; with SECURE_SSL_REDIRECT write a path that SECURE_REDIRECT_EXEMPT matches, %s", remedy)
	}
}

// sendsMoreThanHost reports whether p has headers of the user's beside Host.
func (p Probe) sendsMoreThanHost() bool {
	for name := range p.Headers {
		if !strings.EqualFold(name, "Host") {
			return true
		}
	}
	return false
}

func amazon(r *report, s *DjangoStack) {
	in := s.Spec.Expose.Ingress
	const prefix = "alb.ingress.kubernetes.io/"
	if _, given := in.Annotations[prefix+"scheme"]; !given {
		r.warn("spec.expose.ingress.annotations", "an Application Load Balancer is reachable only within its network "+
			"by default; write %sscheme: internet-facing, or internal", prefix)
	}
	if _, given := in.Annotations[prefix+"certificate-arn"]; !given && in.TLS != nil {
		r.warn("spec.expose.ingress.tls", "an Application Load Balancer takes its certificates from ACM, where it "+
			"searches for the hosts, and reads no Secret; to be sure, name one with %scertificate-arn", prefix)
	}
}
