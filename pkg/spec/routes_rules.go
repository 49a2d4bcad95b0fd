package spec

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/nginxconf"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

func validateRoutes(r *report, s *DjangoStack) {
	if len(s.Spec.Routes) == 0 {
		return
	}
	if s.Spec.Expose == nil || s.Spec.Expose.Ingress == nil {
		r.forbidden("spec.routes", "there is no Ingress that they could be part of; add expose: {ingress: {}}, or remove "+
			"them (routes: null in an environment)")
		return
	}
	taken := map[string]string{}
	for _, name := range sorted.Keys(s.Spec.Routes) {
		rules := &routeRules{r, &s.Spec, s.Spec.Routes[name], "spec.routes" + segment(name), s.Spec.Expose.Ingress}
		r.name(rules.at, name)
		r.sitePath(rules.at+".path", rules.Path, "/ws/")
		rules.hosts()
		rules.alone(name, taken)
		rules.end()
		rules.redirect()
		rules.ingress()
		r.positive(rules.at+".timeout", rules.Timeout)
		if b := rules.BodySize; b != nil {
			if b.CmpInt64(1024) < 0 {
				r.invalid(rules.at+".bodySize", "%s must be at least 1Ki; write a unit, as in 25Mi", b)
			}
			r.room(rules.at+".bodySize", b)
		}
	}
}

// routeRules are about one route.
type routeRules struct {
	*report
	spec *StackSpec
	Route
	at string
	in *Ingress
}

func (r *routeRules) hosts() {
	seen := map[string]bool{}
	for i, host := range r.Hosts {
		at := r.at + ".hosts[" + strconv.Itoa(i) + "]"
		if seen[widened(host)] {
			r.invalid(at, "%s is in the list already; remove one", host)
		}
		seen[widened(host)] = true
		if _, err := netip.ParseAddr(string(host)); err == nil {
			r.invalid(at, "%s is an address, and an Ingress routes names; write a name", host)
		}
	}
}

// alone checks that no other route has one of the hosts and the path.
func (r *routeRules) alone(name string, taken map[string]string) {
	hosts := r.Hosts
	if len(hosts) == 0 && r.Redirect == "" {
		hosts = r.spec.Django.Hosts
	}
	if r.Whole() && len(r.spec.OwnHosts(r.Route)) < len(hosts) {
		r.insteadOfWeb()
	}
	for _, h := range hosts {
		key := widened(h) + " " + strconv.FormatBool(r.Exact) + " " + r.Path
		if other, again := taken[key]; again && other != name {
			r.invalid(r.at, "has the same host and path, %s%s, as spec.routes%s; change one of them", h, r.Path, segment(other))
			return
		}
		taken[key] = name
	}
}

// insteadOfWeb checks a route that takes the site's hosts from web, but for the paths of other
// routes.
func (r *routeRules) insteadOfWeb() {
	if r.Apart() {
		r.invalid(r.at+".path", "must not be / of the site's hosts, since the route has an Ingress of its own for %s; write "+
			"a path, or hosts of its own", r.whatIsApart())
		return
	}
	for _, other := range r.spec.Routes {
		if component, _ := other.Target(); component == "web" {
			return
		}
	}
	r.warn(r.at+".path", "takes the site from web, to which no route leads; add routes for its paths, such as {path: "+
		"/admin/, to: web}")
}

// end checks where the route leads. Whether there is such a component is said by the topology.
func (r *routeRules) end() {
	switch {
	case r.To == "" && r.Redirect == "":
		r.missing(r.at+".to", "write the component that answers, such as process-live, or redirect")
	case r.To != "" && r.Redirect != "":
		r.forbidden(r.at+".to", "cannot be combined with redirect; remove one of them")
	}
	if p := r.spec.processOf(r.Route); p != nil && p.HTTP == nil {
		r.invalid(r.at+".to", "must be a process that serves web requests; add http: {} to it")
	}
}

func (r *routeRules) redirect() {
	if r.Redirect == "" {
		return
	}
	at := r.at + ".redirect"
	switch {
	case r.spec.Proxy == nil:
		r.forbidden(at, "is made by nginx, and there is none; add proxy: {}")
	case len(r.Hosts) == 0 || len(r.spec.OwnHosts(r.Route)) < len(r.Hosts):
		r.missing(r.at+".hosts", "a redirect is for hosts that django does not have; write these, or use "+
			"proxy.locations.PATH.return for paths of the site")
	case r.Path != "/" || r.Exact:
		r.forbidden(r.at+".path", "has no effect with redirect, which is for whole hosts; remove it")
	case !isWeb(r.Redirect):
		r.invalid(at, "%q must be an address; write one such as https://www.example.com$request_uri", r.Redirect)
	}
	if name := nginxconf.Unknown(r.Redirect, LocationVariables...); name != "" {
		r.invalid(at, "must not contain the variable $%s; %s are known here", name, strict.Listed(LocationVariables))
	}
	r.parameter(at, r.Redirect, LocationVariables...)
}

// ingress checks what the controller has to do for the route.
func (r *routeRules) ingress() {
	r.certificate()
	if r.Auth != nil {
		if r.Auth.Secret == "" {
			r.missing(r.at+".auth.secret", "write the name of the Secret that has the passwords")
		}
		r.objectName(r.at+".auth.secret", r.Auth.Secret)
		if r.in.Controller != ControllerIngressNginx {
			r.forbidden(r.at+".auth", "only ingress-nginx can be told to ask for a password; use what your controller has "+
				"for it by annotations, such as a Middleware of Traefik, or proxy.locations.PATH.auth for paths of web")
		}
	}
	if r.Apart() {
		r.apart(controllers[r.in.Controller])
	}
	if r.unasked() {
		r.warn(r.at+".to", "the load balancer asks each of the component's pods for / to learn whether it is ready, and "+
			"takes no answer but 200; write a path for a check over HTTP under probes.readiness of the process")
	}
}

// apart checks a route that has an Ingress of its own.
func (r *routeRules) apart(row controller) {
	own, at := len(r.spec.OwnHosts(r.Route)), r.at+"."+r.whatIsApart()
	switch {
	case own > 0 && own < len(r.Hosts):
		r.invalid(r.at+".hosts", "must be all those of django or none of them, since the route has an Ingress of its own "+
			"for %s and one certificate; make two routes", r.whatIsApart())
	case own == 0 && row.oneForHost:
		r.forbidden(at, "needs an Ingress of its own, and this controller refuses a second one for a host; give the route "+
			"hosts of its own")
	case row.apart != "":
		r.warn(at, "the route gets an Ingress of its own for this, and %s", row.apart)
	}
}

// unasked reports whether the controller makes a health check of its own of a process whose
// probe asks for no page.
func (r *routeRules) unasked() bool {
	p := r.spec.processOf(r.Route)
	return p != nil && r.in.Controller.ProbesByHost() && (p.Probes.Readiness == nil || p.Probes.Readiness.Path == "")
}

func (r *routeRules) whatIsApart() string {
	if r.Auth != nil {
		return "auth"
	}
	return "annotations"
}

func (r *routeRules) certificate() {
	if r.TLS == nil {
		return
	}
	at := r.at + ".tls"
	switch {
	case r.in.TLS == nil:
		r.forbidden(at, "the Ingress does not end TLS; add expose.ingress.tls, or remove this")
	case len(r.spec.OwnHosts(r.Route)) == 0:
		r.forbidden(at, "the route has no hosts of its own, and those of the site have the certificate of "+
			"expose.ingress.tls; remove this")
	}
	r.objectName(at+".secret", r.TLS.Secret)
	if own := r.spec.Secrets; own.EnvFile != "" && own.Name == r.TLS.Secret {
		r.invalid(at+".secret", "is the stack's own Secret, which is made of %s; name another", own.EnvFile)
	}
	if r.in.TLS != nil && r.in.TLS.Issuer != "" && r.TLS.Secret == r.in.TLS.Secret {
		r.invalid(at+".secret", "%s is that of the site's certificate, which the issuer makes for its hosts alone; name "+
			"another, or remove this", r.TLS.Secret)
	}
}

// sitePath checks a path of the site, which may be the whole of it.
func (r *report) sitePath(at, path, example string) {
	parts := strings.Split(strings.TrimSuffix(path, "/"), "/")
	switch {
	case path == "/":
	case !strings.HasPrefix(path, "/") || strings.ContainsAny(path, notInPath+"$"):
		r.invalid(at, "%q must be a path of the site; write one such as %s", path, example)
	case strings.Contains(path, "%"):
		r.invalid(at, "%q must be written as the characters that it stands for; paths are compared decoded", path)
	default:
		for _, part := range parts[1:] {
			if part == "" || part == "." || part == ".." {
				r.invalid(at, "%q must not contain //, /./ or /../, which are shortened before paths are compared; write the "+
					"shorter one", path)
				return
			}
		}
	}
}
