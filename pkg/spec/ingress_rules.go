package spec

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/strict"
)

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
			r.forbidden(ingressAnnotations+segment(issuer), "cannot be combined with tls.issuer; remove one of them")
		}
	}
	if out := s.Spec.Django.notCertified(); in.TLS.Issuer != "" && len(out) > 0 {
		r.warn("spec.expose.ingress.tls.issuer", "its certificate leaves out %s, which no public authority certifies; if "+
			"the issuer is a private one, have it make a certificate for all hosts, and name its Secret under tls.secret "+
			"without issuer", strict.Listed(out))
	}
	if !*s.Spec.Expose.HTTPS {
		r.invalid("spec.expose.https", "the Ingress ends TLS, so browsers use https; remove it, or ingress.tls")
	}
}

func validateController(r *report, s *DjangoStack) {
	in := s.Spec.Expose.Ingress
	class, at := in.class()
	if in.Controller == ControllerGCE && class == "" {
		r.missing("spec.expose.ingress.class", "write gce, or gce-internal for a load balancer within the network")
	}
	encryptedPods(r, s)
	if in.Controller == "" {
		unknown(r, at, class)
	}
	if doubts := controllers[in.Controller].doubts; doubts != nil {
		doubts(r, s)
	}
}

// unknown warns of an Ingress whose controller cannot be told by its class.
func unknown(r *report, at, class string) {
	which := "of class " + class
	if class == "" {
		which = "of the cluster's default class"
	}
	r.warn(at, "the controller %s is not known, so it is told neither how long requests may take nor how large they may "+
		"be, and the network policies admit the pods of any namespace but no load balancer outside the cluster; write "+
		"controller, or controller: other if it needs none of this", which)
}

// encryptedPods warns where the controller would speak HTTP to a web server whose probes
// say that it ends TLS itself. Behind nginx (proxy) that is an error.
func encryptedPods(r *report, s *DjangoStack) {
	at := s.Spec.Web.Probes.overHTTPS()
	if at == "" || s.Spec.Proxy != nil {
		return
	}
	in := s.Spec.Expose.Ingress
	e := controllers[in.Controller].encrypted
	field, given := "annotations", in.Annotations
	if e.onService {
		field, given = "serviceAnnotations", in.ServiceAnnotations
	}
	_, told := given[e.name]
	if e.name == "" {
		told = len(in.Annotations)+len(in.ServiceAnnotations) > 0
	}
	if told || s.Metadata.Annotations[e.name] != "" {
		return
	}
	remedy := "the annotation of your controller for HTTPS between it and the pods to expose.ingress"
	if e.name != "" {
		value := strings.ReplaceAll(e.value, "SERVICE", s.Metadata.Name+"-web")
		remedy = "expose.ingress." + field + ": {" + e.name + ": " + value + "}"
	}
	r.warn("spec.web.probes"+at+".scheme", "the Ingress controller speaks HTTP to the pods by default, which a web "+
		"server that ends TLS refuses; write %s, or let the web server speak HTTP", remedy)
}

// nginxOf are the classes of those ingress-nginx that a cloud runs itself: how long it
// mends them, and what it has in their place.
var nginxOf = map[string]string{
	// learn.microsoft.com, "Migrate from the application routing add-on with ingress-nginx
	// to the application routing Gateway API implementation"
	"webapprouting.kubernetes.azure.com": "AKS' managed NGINX is the community's ingress-nginx, which was retired in " +
		"March 2026 and gets security fixes from Microsoft through November 2026 only; move to Application Gateway for " +
		"Containers, or to the add-on's Gateway API with an HTTPRoute of your own in place of expose.ingress",
	// cloud.ibm.com/docs/containers, "Ingress in IBM Cloud", "Managing ALBs"
	"public-iks-k8s-nginx": ibmNginx, "private-iks-k8s-nginx": ibmNginx,
}

const ibmNginx = "IBM's ALBs of this class are the community's ingress-nginx, which was retired in March 2026; move " +
	"to IBM's ALBs that run Traefik"

func retired(r *report, s *DjangoStack) {
	class, at := s.Spec.Expose.Ingress.class()
	if class == "" {
		at = "spec.expose.ingress.controller"
	}
	if managed, found := nginxOf[class]; found {
		r.warn(at, "%s", managed)
		return
	}
	r.warn(at, "the community's ingress-nginx was retired in March 2026 and gets no more fixes, not even for "+
		"security; move to Traefik, HAProxy, Contour, Cilium or your cloud's own, or write controller: nginx-f5 if it "+
		"is F5's")
}

// googleCIDRs are cloud.google.com, "Health checks overview".
var googleCIDRs = []string{"130.211.0.0/22", "35.191.0.0/16"}

func unnamed(r *report, s *DjangoStack) {
	if *s.Spec.Network.Policies {
		r.warn("spec.expose.ingress.controller", "a NetworkPolicy cannot select Cilium's requests; admit them with a "+
			"CiliumNetworkPolicy that has fromEntities: [ingress]")
	}
}

// googleTimeout goes by a backend service's own bound (cloud.google.com, "Backend
// service timeout").
func googleTimeout(r *report, s *DjangoStack) {
	const own, config = 30, "cloud.google.com/backend-config"
	if _, told := s.Spec.Expose.Ingress.ServiceAnnotations[config]; told {
		return
	}
	const remedy = "raise timeoutSec in a BackendConfig, and name it by expose.ingress.serviceAnnotations: {" + config +
		`: '{"default": "NAME"}'}`
	switch {
	case s.Spec.Web.Server.SpeaksASGI(s.Spec.Web.App):
		r.warn("spec.web.timeout", "Google's load balancer ends a request after 30s by default, and a websocket too, even "+
			"one in use; %s", remedy)
	case s.Spec.Web.Assumed().Timeout.Seconds() > own:
		r.warn("spec.web.timeout", "Google's load balancer ends a request after 30s by default; %s, or lower this", remedy)
	}
}

// google warns where Google's load balancer would find no pod healthy. Its health check
// sends no header but Host, takes no answer but 200, and asks for / by the pod's address
// where no readiness probe can be a model for it.
func google(r *report, s *DjangoStack) {
	googleTimeout(r, s)
	in := s.Spec.Expose.Ingress
	if slices.Equal(in.ControllerCIDRs, googleCIDRs) && !slices.Contains(s.Spec.Network.IPFamilies, IPv4) {
		r.warn("spec.network.ipFamilies", "Google's load balancer connects to pods from %s, addresses of IPv4, which pods "+
			"do not have according to this; list both families, or write in expose.ingress.controllerCIDRs where it "+
			"connects from", strings.Join(in.ControllerCIDRs, " and "))
	}
	if s.Spec.Proxy != nil { // nginx answers it
		return
	}
	const path, remedy = "spec.web.probes.readiness", "or put nginx in front of Django by proxy: {}"
	probe := or(s.Spec.Web.Probes.Readiness, &Probe{})
	switch {
	case probe.Scheme == SchemeHTTPS: // encryptedPods has a remedy
	case probe.None || len(probe.Command) > 0:
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
