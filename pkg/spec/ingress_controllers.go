package spec

import (
	"strconv"

	"github.com/djangostack/djangostack/internal/sorted"
)

// controller is what one of them goes by.
type controller struct {
	// classes are the names its own manifests give its class, and others those of who runs
	// it in a namespace of their own.
	classes, others []string
	// byAnnotation says that it does not read spec.ingressClassName.
	byAnnotation bool
	// probesByHost says that it makes a health check of its own of the pods' readiness
	// probe, but only of one that has no header beside Host.
	probesByHost bool
	// appendsOwnAddress says that it ends X-Forwarded-For in an address of its own, behind the
	// client's.
	appendsOwnAddress bool
	// encrypted is the annotation by which it speaks HTTPS to the pods; it has no name
	// where the documentation has none.
	encrypted annotation
	// namespace is where its own manifests put its pods, namespaceLabel what the
	// namespaces have that requests come from where more than one is possible; cidrs are
	// where requests come from that come from no pods.
	namespace, namespaceLabel string
	cidrs                     []string
	// annotations of the Ingress and of the Service behind it, for what a request
	// may take.
	ingress, service func(IngressNeeds) map[string]string
	// apart is what comes of a second Ingress of the stack, where it does not simply add to the
	// first.
	apart string
	// oneForHost says that it refuses a second Ingress for a host.
	oneForHost bool
	// doubts are what it cannot do as the spec says.
	doubts func(*report, *DjangoStack)
}

// annotation is one of the Ingress, or of the Service behind it. SERVICE in its value is
// that Service's name.
type annotation struct {
	name, value string
	onService   bool
}

// IngressNeeds is what a controller has to know of the site behind it.
type IngressNeeds struct {
	// Seconds a request may take, and Bytes its body may have.
	Seconds, Bytes int64
	// Host and Path are asked for to learn whether a pod is ready.
	Host, Path string
}

// ofItsOwn is what comes of a second Ingress where each is a load balancer.
const ofItsOwn = "this controller makes a load balancer for each, which has another address, to which DNS has to " +
	"lead the route's hosts"

// controllers say of each what its documentation says.
var controllers = map[IngressController]controller{
	// kubernetes.github.io/ingress-nginx, "Annotations". By itself it refuses bodies of
	// more than 1 MiB and waits 60 s.
	ControllerIngressNginx: {
		classes: []string{"nginx"}, others: sorted.Keys(nginxOf), namespace: "ingress-nginx",
		encrypted: annotation{name: "nginx.ingress.kubernetes.io/backend-protocol", value: "HTTPS"},
		ingress: func(n IngressNeeds) map[string]string {
			return map[string]string{
				"nginx.ingress.kubernetes.io/proxy-read-timeout": text(n.Seconds),
				"nginx.ingress.kubernetes.io/proxy-send-timeout": text(n.Seconds),
				"nginx.ingress.kubernetes.io/proxy-body-size":    text(n.Bytes),
			}
		},
		doubts: retired,
	},
	// docs.nginx.com/nginx-ingress-controller, "Advanced configuration with
	// Annotations". Its manifests call the class nginx too.
	ControllerNginxF5: {
		oneForHost: true,
		others:     []string{"nginx-f5"}, namespace: "nginx-ingress",
		encrypted: annotation{name: "nginx.org/ssl-services", value: "SERVICE"},
		ingress: func(n IngressNeeds) map[string]string {
			return map[string]string{
				"nginx.org/proxy-read-timeout":   text(n.Seconds) + "s",
				"nginx.org/proxy-send-timeout":   text(n.Seconds) + "s",
				"nginx.org/client-max-body-size": text(n.Bytes),
			}
		},
	},
	// doc.traefik.io, "Kubernetes Ingress", "EntryPoints": it waits for an answer as long
	// as it takes and bounds no body; an upload has 60 s (respondingTimeouts.readTimeout
	// of the entry point), which no Ingress can change.
	ControllerTraefik: {
		classes: []string{"traefik"}, namespace: "traefik",
		encrypted: annotation{"traefik.ingress.kubernetes.io/service.serversscheme", "https", true},
	},
	// haproxytech/kubernetes-ingress, "annotations", since 1.11. No bound for bodies.
	ControllerHAProxy: {
		classes: []string{"haproxy"}, namespace: "haproxy-controller",
		encrypted: annotation{name: "haproxy.org/server-ssl", value: `"true"`},
		ingress: func(n IngressNeeds) map[string]string {
			return map[string]string{"haproxy.org/timeout-server": text(n.Seconds) + "s"}
		},
	},
	// developer.konghq.com/operator, "Service annotations": milliseconds, on the
	// Service. No bound for bodies.
	ControllerKong: {
		classes: []string{"kong"}, namespace: "kong",
		encrypted: annotation{"konghq.com/protocol", "https", true},
		service: func(n IngressNeeds) map[string]string {
			return map[string]string{
				"konghq.com/read-timeout":  text(n.Seconds * 1000),
				"konghq.com/write-timeout": text(n.Seconds * 1000),
			}
		},
	},
	// projectcontour.io, "Annotations Reference". By itself Envoy ends a request after
	// 15 s. No bound for bodies.
	ControllerContour: {
		classes: []string{"contour"}, namespace: "projectcontour",
		encrypted: annotation{"projectcontour.io/upstream-protocol.tls", "http", true},
		ingress: func(n IngressNeeds) map[string]string {
			return map[string]string{"projectcontour.io/response-timeout": text(n.Seconds) + "s"}
		},
	},
	// docs.cilium.io, "Kubernetes Ingress Support": Envoy on each node, whose requests
	// have an identity of their own. The annotation is that of cilium/cilium,
	// operator/pkg/ingress/annotations. No bound for bodies.
	ControllerCilium: {
		apart:   ofItsOwn + ", unless ingress.cilium.io/loadbalancer-mode is shared",
		classes: []string{"cilium"}, cidrs: []string{Anywhere},
		ingress: func(n IngressNeeds) map[string]string {
			return map[string]string{"ingress.cilium.io/request-timeout": text(n.Seconds) + "s"}
		},
		doubts: unnamed,
	},
	// docs.openshift.com, "Route-specific annotations", which the router copies from an
	// Ingress, and "Creating a route through an Ingress object". By itself it ends a
	// request after 30 s. Each IngressController has a class, openshift-NAME
	// (openshift/cluster-ingress-operator). Its pods are in openshift-ingress, or on the
	// network of the nodes, which has a namespace of its own for policies; both have the
	// label (docs.okd.io, "About network policy").
	ControllerOpenShift: {
		classes: []string{"openshift-default"}, others: []string{"openshift"},
		namespaceLabel: "policy-group.network.openshift.io/ingress",
		encrypted:      annotation{name: "route.openshift.io/termination", value: "reencrypt"},
		ingress: func(n IngressNeeds) map[string]string {
			return map[string]string{"haproxy.router.openshift.io/timeout": text(n.Seconds) + "s"}
		},
	},
	// cloud.google.com/kubernetes-engine/docs, "Ingress for Application Load Balancers"
	// (the class is told by the annotation, spec.ingressClassName is not read) and
	// "Container-native load balancing". It makes its own health check of the readiness
	// probe (kubernetes/ingress-gce, isSimpleHTTPProbe in pkg/controller/translator).
	// X-Forwarded-For ends in the client's address and that of the load balancer
	// ("External Application Load Balancer overview", and the same for internal ones).
	ControllerGCE: {
		apart:   ofItsOwn,
		classes: []string{"gce", "gce-internal"}, byAnnotation: true, probesByHost: true,
		appendsOwnAddress: true,
		// By the name of the Service's port.
		encrypted: annotation{"cloud.google.com/app-protocols", `'{"http": "HTTPS"}'`, true},
		cidrs:     googleCIDRs,
		service: func(IngressNeeds) map[string]string {
			return map[string]string{"cloud.google.com/neg": `{"ingress": true}`}
		},
		doubts: google,
	},
	// kubernetes-sigs.github.io/aws-load-balancer-controller, "Ingress annotations". Its
	// health check asks under the pod's address, which Django answers by 400: that is
	// an answer. Kubernetes takes pods out that are not ready.
	ControllerALB: {
		apart:   ofItsOwn + ", unless both have alb.ingress.kubernetes.io/group.name",
		classes: []string{"alb"}, cidrs: []string{Anywhere},
		encrypted: annotation{name: "alb.ingress.kubernetes.io/backend-protocol", value: "HTTPS"},
		ingress: func(n IngressNeeds) map[string]string {
			const longest = 4000 // an Application Load Balancer's own bound
			return map[string]string{
				"alb.ingress.kubernetes.io/target-type":      "ip",
				"alb.ingress.kubernetes.io/healthcheck-path": n.Path,
				"alb.ingress.kubernetes.io/success-codes":    "200-499",
				"alb.ingress.kubernetes.io/load-balancer-attributes": "idle_timeout.timeout_seconds=" +
					text(min(n.Seconds, longest)),
			}
		},
		doubts: amazon,
	},
	// azure.github.io/application-gateway-kubernetes-ingress, "Annotations".
	ControllerAzure: {
		classes: []string{"azure-application-gateway"}, cidrs: []string{Anywhere},
		encrypted: annotation{name: "appgw.ingress.kubernetes.io/backend-protocol", value: "https"},
		ingress: func(n IngressNeeds) map[string]string {
			return map[string]string{
				"appgw.ingress.kubernetes.io/request-timeout":           text(n.Seconds),
				"appgw.ingress.kubernetes.io/health-probe-hostname":     n.Host,
				"appgw.ingress.kubernetes.io/health-probe-path":         n.Path,
				"appgw.ingress.kubernetes.io/health-probe-status-codes": "200-399",
			}
		},
	},
}

func text(n int64) string { return strconv.FormatInt(n, 10) }
