package spec

import "k8s.io/apimachinery/pkg/api/resource"

// Route leads requests for a host and path to a component of the stack through the Ingress
// (expose.ingress), which all of the site's other paths pass on to web. Of several routes for
// a host the one with the longest path goes.
type Route struct {
	// Hosts that the route is for. If it leads to web or a process of the project, Django
	// accepts them, too (ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS). Absent: the hosts of django.
	Hosts []Host `json:"hosts,omitempty"`
	// Path that the route is for, and all below it: /ws/. With / a route takes the hosts of
	// django from web, for a front end say, and others lead the paths of Django to web.
	// Default: /.
	Path string `json:"path,omitempty"`
	// Exact is for this path alone. Default: false.
	Exact bool `json:"exact,omitempty"`
	// To is the component that answers: web, flower, process-NAME of a process with http, or
	// another one with a port. Of several ports the one named http goes, or that which is
	// named behind a colon: process-live:http. One of to and redirect is required.
	To string `json:"to,omitempty"`
	// Redirect is the address that requests are sent to with 308, for hosts of which the
	// site is another one: https://www.example.com$request_uri. It may contain nginx'
	// variables $args, $host, $is_args, $request_id and $request_uri. nginx answers, so there
	// has to be a proxy.
	Redirect string `json:"redirect,omitempty"`
	// Websockets says that connections stay open: the Ingress controller then waits for a
	// day. Default: false.
	Websockets bool `json:"websockets,omitempty"`
	// Timeout is how long a request may take. Default: http.timeout of a process, else that
	// of web.
	Timeout *Duration `json:"timeout,omitempty"`
	// BodySize is the largest request body. Default: that of web, 25Mi without a proxy.
	BodySize *resource.Quantity `json:"bodySize,omitempty"`
	// Auth asks for a name and a password at the Ingress, which only ingress-nginx can do.
	// The route then has an Ingress of its own.
	Auth *RouteAuth `json:"auth,omitempty"`
	// TLS says where the certificate of hosts is that django does not have.
	TLS *RouteTLS `json:"tls,omitempty"`
	// Annotations for the Ingress controller, in addition to those that djangostack sets.
	// With any, the route has an Ingress of its own.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// RouteAuth says whose passwords are asked for.
type RouteAuth struct {
	// Secret with a file of htpasswd under the key auth.
	Secret string `json:"secret"`
}

// RouteTLS says where the certificate of a route's hosts is.
type RouteTLS struct {
	// Secret of type kubernetes.io/tls that holds it, or that the issuer of
	// expose.ingress.tls makes. Default, with an issuer: STACK-route-NAME-tls; else that of
	// expose.ingress.tls, whose certificate has to be for these hosts, too.
	Secret string `json:"secret,omitempty"`
}
