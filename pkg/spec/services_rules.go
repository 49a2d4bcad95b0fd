package spec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

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
