package spec

import (
	"fmt"
	"net/netip"
	"strings"

	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/djangostack/djangostack/internal/sorted"
)

func validateNetwork(r *report, s *DjangoStack) {
	once(r, "spec.network.ipFamilies", s.Spec.Network.IPFamilies)
	for _, name := range sorted.Keys(s.Spec.Network.Egress) {
		way, path := s.Spec.Network.Egress[name], "spec.network.egress"+segment(name)
		r.name(path, name)
		if len(way.Ports) == 0 {
			r.missing(path+".ports", "list the ports that may be reached, such as [443]")
		}
		r.farEnd(path, way.CIDR, way.Namespace)
	}
	all := listening(&s.Spec)
	open := sets.New(all...)
	for _, name := range sorted.Keys(s.Spec.Network.Ingress) {
		way, path := s.Spec.Network.Ingress[name], "spec.network.ingress"+segment(name)
		r.name(path, name)
		if way.Namespace == "" && way.CIDR == "" {
			r.missing(path+".namespace", "write the namespace whose pods may come in, or a cidr for clients that are not "+
				"pods")
		} else {
			r.farEnd(path, way.CIDR, way.Namespace)
		}
		if !open.Has(way.Component) {
			r.notListening(path+".component", way.Component, &s.Spec, all)
		}
	}
}

// farEnd checks the other end of an opening: the pods of a namespace, or addresses.
func (r *report) farEnd(path, cidr, namespace string) {
	switch {
	case namespace == "":
		r.cidr(path+".cidr", cidr)
	case cidr != "":
		r.forbidden(path+".cidr", "cannot be combined with namespace; remove one of them")
	default:
		r.namespace(path+".namespace", namespace)
	}
}

// contains refuses a range that a server's own address is not in. Anywhere stands for the
// addresses of every family.
func (r *report) contains(path, cidr, host string) {
	addr, err := netip.ParseAddr(host)
	if err != nil || cidr == Anywhere {
		return
	}
	if prefix, err := netip.ParsePrefix(cidr); err == nil && !prefix.Contains(addr) {
		r.invalid(path, "does not contain the host, %s, so the network policies let no pod connect to it; correct one of "+
			"them, or remove cidr", addr)
	}
}

// mostMeant is among how many components the one is looked for that a name that is
// none likely stands for.
const mostMeant = 100

// notListening says what is wrong with the name of a component that is to be connected
// to, and none of those that can be.
func (r *report) notListening(path, component string, s *StackSpec, all []string) {
	if isSilent(component, s) {
		r.invalid(path, "%s listens on no port; name one of %s", component, listed(all))
		return
	}
	remedy := "expected one of " + listed(all)
	if near, ok := nearest(component, all[:min(len(all), mostMeant)]); ok {
		remedy = fmt.Sprintf("did you mean %q?", near)
	}
	r.invalid(path, "there is no component %q; %s", component, remedy)
}

// isSilent reports whether a component runs and listens to nobody.
func isSilent(component string, s *StackSpec) bool {
	kind, name, _ := strings.Cut(component, "-")
	switch kind {
	case "process":
		_, runs := s.Processes[name]
		return runs
	case "worker", "beat", "release", "cron":
		return true
	default:
		return false
	}
}

// listening are the components that take connections, by their label
// app.kubernetes.io/component, as pkg/generate publishes them.
func listening(s *StackSpec) []string {
	all := []string{"web"}
	if s.Celery != nil && s.Celery.Flower != nil {
		all = append(all, "flower")
	}
	for _, name := range sorted.Keys(s.Processes) {
		if s.Processes[name].Port != 0 {
			all = append(all, "process-"+name)
		}
	}
	for _, alias := range sorted.Keys(s.Databases) {
		if s.Databases[alias].runs() {
			all = append(all, ComponentName("database", alias))
		}
	}
	for _, alias := range sorted.Keys(s.Caches) {
		if s.Caches[alias].External == nil {
			all = append(all, ComponentName("cache", alias))
		}
	}
	if s.Broker != nil && s.Broker.External == nil {
		all = append(all, "broker")
	}
	return all
}

// namespace checks the name of a namespace that is given.
func (r *report) namespace(path, name string) {
	if name != "" && !isLabel(name) {
		r.invalid(path, "%q is not a namespace; write lower-case letters, digits and dashes, at most 63 of them", name)
	}
}

func validateSecrets(r *report, s *DjangoStack) {
	const path = "spec.secrets.envFile"
	r.objectName("spec.secrets.name", s.Spec.Secrets.Name)
	file := s.Spec.Secrets.EnvFile
	if file == "" {
		return
	}
	switch {
	case strings.ContainsAny(file, "/\\"):
		r.invalid(path, "%q is a path; write the name of a file in the overlay's folder, such as secrets.env", file)
	case !IsEnvFile(file):
		r.invalid(path, "%q is not usable as the name of an env file; write one such as secrets.env", file)
	case r.portable(path, file):
	case s.Spec.Profile == ProfileProd:
		r.warn(path, "a production Secret would come from a file on somebody's disk; create it in the cluster and "+
			"remove this there (envFile: null in the environment)")
	}
}

// IsEnvFile reports whether a file in an overlay's folder may have the name,
// beside what stands there already or means something to kustomize.
func IsEnvFile(name string) bool {
	stem := strings.TrimPrefix(name, ".")
	if stem == "" || strings.ContainsAny(stem[:1], ".-") || !consistsOf(name, letters+digits+"._-") {
		return false
	}
	switch name = strings.ToLower(name); name { // as macOS and Windows take it
	case ".gitignore", "config", "kustomization", "kustomization.yml":
		return false
	}
	return !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".example")
}
