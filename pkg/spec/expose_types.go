package spec

// Expose says how the site is reached from outside the cluster.
type Expose struct {
	// Ingress makes an Ingress for the hosts.
	Ingress *Ingress `json:"ingress,omitempty"`
	// LoadBalancer makes the Service one of type LoadBalancer.
	LoadBalancer *LoadBalancer `json:"loadBalancer,omitempty"`
	// HTTPS says that browsers reach the site by https. Default: true where there is an
	// Ingress with TLS, else false. Set it if something else ends TLS. If there is
	// neither ingress nor loadBalancer, also name under network.ingress what ends TLS,
	// so that the network policies admit it.
	HTTPS *bool `json:"https,omitempty"`
}

// Ingress routes the hosts to the site.
type Ingress struct {
	// Class is the IngressClass. A controller that knows no IngressClass gets its class by
	// annotations: {kubernetes.io/ingress.class: nginx} instead. Default: the cluster's
	// own.
	Class string `json:"class,omitempty"`
	// Controller is the program that serves the class. The annotations it needs on the
	// Ingress and the Service, and where its requests come from, follow from it.
	// Default: the controller whose own manifests have a class of that name (nginx:
	// ingress-nginx; traefik, haproxy, kong, contour, cilium, alb,
	// azure-application-gateway; gce and gce-internal: gce; openshift-default:
	// openshift); with AKS' webapprouting.kubernetes.azure.com ingress-nginx; with a
	// class that begins or ends in such a name, such as nginx-internal or
	// internal-nginx, or nginx-f5, that controller in any namespace; else none, with a warning that
	// other silences.
	Controller IngressController `json:"controller,omitempty"`
	// TLS ends TLS at the Ingress. Absent: plain HTTP.
	TLS *IngressTLS `json:"tls,omitempty"`
	// Annotations for the controller. They override those that djangostack sets for the
	// controller: the timeout of the web server, the largest request body, which is
	// proxy.bodySize or 25Mi, and the health check.
	Annotations map[string]string `json:"annotations,omitempty"`
	// ServiceAnnotations are annotations of the web server's Service for the controller,
	// for what it reads there: {cloud.google.com/backend-config: '{"default": "shop"}'}.
	// They override those that djangostack sets for the controller.
	ServiceAnnotations map[string]string `json:"serviceAnnotations,omitempty"`
	// ControllerNamespace is where the controller's pods run; the network policy admits
	// them. Default: the namespace of the controller's own manifests (ingress-nginx:
	// ingress-nginx; nginx-f5: nginx-ingress; traefik: traefik, but kube-system in K3s,
	// which has to be set; haproxy: haproxy-controller; kong: kong; contour:
	// projectcontour); with openshift all namespaces that OpenShift labels as those of its
	// routers, the network of the nodes included; else any namespace.
	ControllerNamespace string `json:"controllerNamespace,omitempty"`
	// ControllerCIDRs are the addresses of requests that do not come from such pods:
	// the network of the nodes if the controller runs on it (RKE2, bare metal), or that
	// of a cloud's load balancers. They replace the default namespace. Default: with
	// class gce the ranges Google publishes; with gce-internal, alb,
	// azure-application-gateway and cilium 0.0.0.0/0, since those addresses belong to
	// your own network.
	ControllerCIDRs []string `json:"controllerCIDRs,omitempty"`
}

// IngressController is the program that serves an Ingress.
type IngressController string

// The controllers that are known.
const (
	ControllerIngressNginx IngressController = "ingress-nginx"
	ControllerNginxF5      IngressController = "nginx-f5"
	ControllerTraefik      IngressController = "traefik"
	ControllerHAProxy      IngressController = "haproxy"
	ControllerKong         IngressController = "kong"
	ControllerContour      IngressController = "contour"
	ControllerCilium       IngressController = "cilium"
	ControllerOpenShift    IngressController = "openshift"
	ControllerGCE          IngressController = "gce"
	ControllerALB          IngressController = "alb"
	ControllerAzure        IngressController = "azure-application-gateway"
	ControllerOther        IngressController = "other"
)

// Enum lists the controllers.
func (IngressController) Enum() []string {
	return []string{
		"ingress-nginx", "nginx-f5", "traefik", "haproxy", "kong", "contour", "cilium", "openshift",
		"gce", "alb", "azure-application-gateway", "other",
	}
}

// IngressTLS says where the certificate comes from.
type IngressTLS struct {
	// Issuer is a cert-manager ClusterIssuer that makes the certificate, for the hosts
	// that a public authority certifies: no addresses, no names without a dot, and none
	// of a domain that nobody can own, such as .local and .internal. If all hosts are
	// of that kind, the issuer is assumed to be a private authority, which certifies
	// them. A private authority's certificate for hosts of both kinds is named by secret
	// alone.
	Issuer string `json:"issuer,omitempty"`
	// Secret of type kubernetes.io/tls that holds it. Default, with an issuer:
	// STACK-tls.
	Secret string `json:"secret,omitempty"`
}

// LoadBalancer makes the site's Service reachable by an address of its own. It forwards
// connections and does not say whether a request came over TLS, so a client could claim
// anything about it: nginx (proxy) ignores such claims and tells the app itself.
type LoadBalancer struct {
	// Class is the Service's loadBalancerClass.
	Class string `json:"class,omitempty"`
	// Annotations for the cloud's controller.
	Annotations map[string]string `json:"annotations,omitempty"`
	// SourceRanges are the CIDRs of the clients that may connect. Default: all.
	SourceRanges []string `json:"sourceRanges,omitempty"`
	// Port at which clients connect. Default: 443 where https says that the load balancer
	// ends TLS and there is no Ingress, else 80.
	Port Port `json:"port,omitempty"`
}
