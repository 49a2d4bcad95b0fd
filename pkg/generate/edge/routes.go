package edge

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// route is one of the spec, and where it ends.
type route struct {
	spec.Route
	name            string
	component, port string
}

// routesOf are those of a stack with an Ingress whose end there is. nginx makes redirects.
func routesOf(st *stack.Stack) []route {
	if st.Spec.Expose == nil || st.Spec.Expose.Ingress == nil {
		return nil
	}
	var all []route
	for _, name := range sorted.Keys(st.Spec.Routes) {
		r := route{st.Spec.Routes[name], name, django.WebName, django.HTTPPort}
		if r.Redirect == "" {
			var port string
			r.component, port = r.Target()
			if r.port = portOf(st.Workload(r.component), port); r.port == "" {
				continue
			}
		}
		all = append(all, r)
	}
	return all
}

// portOf is the name of a workload's port: the one that is asked for, or that for HTTP. It is
// "" if there is none.
func portOf(w *stack.Workload, asked string) string {
	if asked == "" {
		asked = django.HTTPPort
	}
	if w == nil || !slices.Contains(routable(w), asked) {
		return ""
	}
	return asked
}

// routable are the names of the ports that an Ingress can forward to: those of the workload's
// Service, over TCP.
func routable(w *stack.Workload) []string {
	var names []string
	for _, p := range w.AllPorts() {
		if p.Sidecar == "" && p.Protocol == corev1.ProtocolTCP {
			names = append(names, p.Name)
		}
	}
	return names
}

// openRoutes lets the controller in where routes end, and has it told there what they need.
func openRoutes(st *stack.Stack) error {
	needs := map[string]spec.IngressNeeds{}
	for _, r := range routesOf(st) {
		w := st.Workload(r.component)
		rule := fromController(st.Spec.Expose.Ingress, w.Ports[r.port])
		if !slices.ContainsFunc(w.Ingress, rule.Equal) {
			w.Ingress = append(slices.Clip(w.Ingress), rule)
		}
		needs[r.component] = routeNeeds(st, r).Most(needs[r.component])
	}
	delete(needs, django.WebName) // whose Service is that of the site, too
	for component, n := range needs {
		if _, service := st.Spec.Expose.Ingress.Controller.Annotations(n); len(service) > 0 {
			w := st.Workload(component)
			w.ServiceAnnotations = stack.Merged(w.ServiceAnnotations, service)
		}
	}
	return nil
}

// webNeeds are the site and the routes that lead to web.
func webNeeds(st *stack.Stack) spec.IngressNeeds {
	needs := ingressNeeds(st)
	for _, r := range routesOf(st) {
		if r.component == django.WebName && r.Redirect == "" {
			needs = needs.Most(routeNeeds(st, r))
		}
	}
	return needs
}

// validateRoutes refuses a route that ends nowhere, whichever component publishes it.
func validateRoutes(st *stack.Stack) (errs, warnings field.ErrorList) {
	if st.Spec.Expose == nil || st.Spec.Expose.Ingress == nil {
		return nil, nil // which is an error of its own
	}
	for _, name := range sorted.Keys(st.Spec.Routes) {
		r := st.Spec.Routes[name]
		component, port := r.Target()
		w := st.Workload(component)
		if r.To == "" || portOf(w, port) != "" {
			continue
		}
		errs = append(errs, &field.Error{
			Type: field.ErrorTypeInvalid, Field: "spec.routes" + strict.Segment(name) + ".to",
			BadValue: field.OmitValueType{}, Detail: withoutEnd(st, w, component, port),
		})
	}
	return errs, nil
}

// withoutEnd says what is wrong with a route that ends nowhere.
func withoutEnd(st *stack.Stack, w *stack.Workload, component, port string) string {
	if w == nil || len(w.AllPorts()) == 0 {
		return st.NotListening(component)
	}
	named := routable(w)
	if len(named) == 0 {
		return component + " has no port over TCP with a Service, to which an Ingress forwards; name another component"
	}
	return fmt.Sprintf("%s has no port named %s; write %s:PORT with one of %s", component, orHTTP(port), component,
		strict.Listed(named))
}

func orHTTP(port string) string {
	if port == "" {
		return django.HTTPPort
	}
	return port
}

// routeNeeds are a route as a controller has to know it.
func routeNeeds(st *stack.Stack, r route) spec.IngressNeeds {
	needs := ingressNeeds(st)
	if r.component != django.WebName {
		needs.Bytes = spec.Quantity(spec.DefaultBodySize).Value()
	}
	if r.Websockets {
		needs.Seconds = WebsocketTimeout
	} else if seconds := st.Spec.RouteSeconds(r.Route); seconds > 0 {
		needs.Seconds = seconds + ReadSlack
	}
	if r.BodySize != nil {
		needs.Bytes = r.BodySize.Value()
	}
	return needs
}

// hostsOf are the hosts of a route as an Ingress has them.
func hostsOf(st *stack.Stack, r route) []string {
	if len(r.Hosts) == 0 {
		return siteHosts(st)
	}
	return ingressHosts(r.Hosts)
}

// hostsOfWeb are the hosts whose remaining paths are web's: no route has the whole of them.
func hostsOfWeb(st *stack.Stack) []string {
	taken := map[string]bool{}
	for _, r := range routesOf(st) {
		if r.Whole() {
			for _, host := range hostsOf(st, r) {
				taken[host] = true
			}
		}
	}
	return slices.DeleteFunc(siteHosts(st), func(host string) bool { return taken[host] })
}

// siteHosts are those of the site; "" is any host.
func siteHosts(st *stack.Stack) []string {
	hosts := ingressHosts(st.Spec.Django.Hosts)
	if st.Spec.Django.AnyHost {
		hosts = append(hosts, "")
	}
	return hosts
}

func (r route) ingressPath(st *stack.Stack) networkingv1.HTTPIngressPath {
	kind := networkingv1.PathTypePrefix
	if r.Exact {
		kind = networkingv1.PathTypeExact
	}
	return networkingv1.HTTPIngressPath{Path: r.Path, PathType: &kind, Backend: backend(st, r.component, r.port)}
}

// certificate is that of the route's own hosts, and those it is for.
func (r route) certificate(st *stack.Stack) (*spec.IngressTLS, []string) {
	site, own := st.Spec.Expose.Ingress.TLS, st.Spec.OwnHosts(r.Route)
	if site == nil || r.TLS == nil || len(own) == 0 {
		return nil, nil
	}
	return &spec.IngressTLS{Issuer: site.Issuer, Secret: r.TLS.Secret}, certified(site, own)
}

// routeIngress is the Ingress of a route of which the controller is told something else. The
// certificate of the site's hosts is made for the site's Ingress.
func routeIngress(st *stack.Stack, r route) stack.Object {
	in := st.Spec.Expose.Ingress
	t, hosts := r.certificate(st)
	made := newIngress(st, "route-"+r.name, t != nil && t.Issuer != "")
	made.tls(t, hosts)
	if t == nil {
		hosts := r.Hosts
		if len(hosts) == 0 {
			hosts = st.Spec.Django.Hosts
		}
		made.tls(in.TLS, certified(in.TLS, hosts))
	}
	paths := pathsOf(nil)
	paths.add(hostsOf(st, r), r.ingressPath(st))
	made.Spec.Rules = paths.rules()
	given := maps.Clone(r.Annotations)
	if r.Auth != nil {
		given = stack.Merged(map[string]string{
			"nginx.ingress.kubernetes.io/auth-type":  "basic",
			"nginx.ingress.kubernetes.io/auth-realm": "restricted",
			stack.AnnotationAuthSecret:               r.Auth.Secret,
		}, given)
	}
	made.Annotations = made.annotated(routeNeeds(st, r), given)
	return made.Ingress
}
