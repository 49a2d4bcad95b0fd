package spec

import (
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// maxServicePorts is how many ports a service may have: each has a rule in the policy of
// whatever connects to it.
const maxServicePorts = 20

func validateServices(r *report, s *DjangoStack) {
	for _, name := range sorted.Keys(s.Spec.Services) {
		one, path := s.Spec.Services[name], "spec.services"+segment(name)
		r.name(path, name)
		if one.Image == "" {
			r.missing(path+".image", "write the image to run, such as docker.io/getmeili/meilisearch:v1.20")
		}
		r.command(path+".command", one.Command)
		r.replicas(path, one.Replicas, one.Autoscaling)
		r.outlasts(path, one.GracePeriod, one.ShutdownDelay)
		r.servicePorts(path, one)
		r.serviceStorage(path, one)
		r.serviceBindings(path, one)
		r.serviceMounts(path, one)
	}
}

func (r *report) servicePorts(path string, one Service) {
	if n := len(one.Ports); n > maxServicePorts {
		r.invalid(path+".ports", "must have at most %d ports and has %d; remove some", maxServicePorts, n)
	}
	inContainer, inService := map[Port]string{}, map[Port]string{}
	for _, name := range sorted.Keys(one.Ports) {
		p, at := one.Ports[name], path+".ports"+segment(name)
		r.portName(at, name)
		if p.Port == 0 {
			r.missing(at+".port", "write the number that the program listens on")
			continue
		}
		r.unprivileged(at+".port", p.Port)
		if other, taken := inContainer[p.Port]; taken {
			r.invalid(at+".port", "%d is the port %s already; remove one of them", p.Port, other)
		} else if other, taken := inService[p.ServicePort]; taken {
			r.invalid(at+".servicePort", "%d is that of the port %s already; choose another", p.ServicePort, other)
		}
		inContainer[p.Port], inService[p.ServicePort] = name, name
	}
	if len(one.Ports) > 0 {
		r.probes(path+".probes", one.Probes)
		return
	}
	r.silentProbes(path+".probes", one.Probes)
	r.ownChecks(path+".probes", one.Probes)
}

// portName checks the name of a container's port.
func (r *report) portName(path, name string) {
	if len(validation.IsValidPortName(name)) > 0 {
		r.invalid(path, "%q must be the name of a port; write at most 15 lower-case letters, digits and dashes, and a "+
			"letter among them", name)
	}
}

func (r *report) serviceStorage(path string, one Service) {
	if one.Storage == nil {
		return
	}
	at := path + ".storage"
	r.bytes(at+".size", one.Storage.Size)
	r.objectName(at+".class", one.Storage.Class)
	if one.Storage.Path == "" {
		r.missing(at+".path", "write the directory that the program keeps its data in, such as /data")
	}
	const onePod = "cannot be combined with storage, since a volume belongs to one pod; "
	if one.Autoscaling != nil {
		r.forbidden(path+".autoscaling", onePod+"remove one of them")
	} else if most(one.Replicas, nil) > 1 {
		r.invalid(path+".replicas", "%d must be 1 with storage, or 0 to stop it, since a volume belongs to one pod; lower it",
			*one.Replicas)
	}
}

// serviceBindings checks what the project is told.
func (r *report) serviceBindings(path string, one Service) {
	if len(one.Bindings) > 0 && len(one.Ports) == 0 {
		r.missing(path+".ports", "bindings tell of a service that listens; write its ports, or remove bindings")
		return
	}
	known := one.references()
	for _, name := range sorted.Keys(one.Bindings) {
		at := path + ".bindings" + segment(name)
		r.variable(at, name)
		r.textValue(at, one.Bindings[name])
		for _, ref := range referencesIn(one.Bindings[name]) {
			if !slices.Contains(known, ref) {
				r.invalid(at, "$(%s) must be a value that the service has; write one of $(%s)", ref,
					strings.ReplaceAll(strict.Listed(known), ", ", "), $("))
				break
			}
		}
	}
}

// references are what bindings may refer to.
func (s Service) references() []string {
	all := []string{"HOST", "PORT"}
	for _, name := range sorted.Keys(s.Ports) {
		all = append(all, PortReference(name))
	}
	return append(all, sorted.Keys(s.SecretEnv)...)
}

// PortReference is what bindings of a service refer to a port as: PORT_HTTP.
func PortReference(port string) string { return "PORT_" + EnvName(port) }

// referencesIn are the names in a text that stand as $(NAME).
func referencesIn(text string) []string {
	var names []string
	for {
		_, rest, found := strings.Cut(text, "$(")
		if !found {
			return names
		}
		name, rest, closed := strings.Cut(rest, ")")
		if !closed {
			return append(names, "")
		}
		names, text = append(names, name), rest
	}
}

// MainPort returns the name of the port that probes check and clients are told of, "" where
// the service listens on none.
func (s Service) MainPort() string {
	if _, found := s.Ports["http"]; found {
		return "http"
	}
	for _, name := range sorted.Keys(s.Ports) {
		return name
	}
	return ""
}

func (r *report) serviceMounts(path string, one Service) {
	m := &mounts{r, "its files", one.Files, map[string]string{}}
	if one.Storage != nil && one.Storage.Path != "" {
		m.directory(path+".storage.path", one.Storage.Path, "storage.path")
	}
	for i, w := range one.WritablePaths {
		at := path + ".writablePaths[" + strconv.Itoa(i) + "]"
		m.bytes(at+".size", w.Size)
		m.directory(at, w.Path, "one of writablePaths")
		if *w.Seed {
			m.forbidden(at+".seed", "is for the project's image only, since another one need not have the programs that copy; "+
				"remove it, or write writableRoot: true")
		}
	}
	for _, place := range sorted.Keys(one.Files) {
		m.mount(path+".files"+segment(place), place, "one of files")
	}
}

// directory checks a directory at which something is mounted.
func (m *mounts) directory(at, place, what string) {
	if !isDirectory(place) {
		m.invalid(at, "%q must be the absolute path of a directory; write one such as /data", place)
		return
	}
	m.mount(at, place, what)
}
