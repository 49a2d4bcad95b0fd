package spec

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// OwnContainers are the names of the containers that the stack itself puts into pods, and the
// beginnings of names, which end in a dash. No sidecar and no init container has one.
var OwnContainers = []string{
	"beat", "cron", "flower", "job-", "mariadb", "memcached", "migrate", "mysql", "nginx", "postgres", "process",
	"rabbitmq", "redis", "seed", "static", "static-", "superuser", "upload", "valkey", "wait-", "web", "worker",
}

// volumes checks those that a user gives the pods of a component.
func (c *valueChecker) volumes(at string, o *PodOptions) {
	taken := c.ownPaths(at)
	for _, name := range sorted.Keys(o.Volumes) {
		v, path := o.Volumes[name], at+".volumes"+segment(name)
		c.name(path, name)
		c.volumeSource(path, v)
		c.subPath(path+".subPath", v.SubPath)
		if v.Path == "" {
			if v.SubPath != "" {
				c.missing(path+".path", "write where it is mounted, or remove subPath")
			}
			continue
		}
		c.mountPath(path+".path", v.Path, "the volume "+name, taken)
	}
}

// serverPaths are where databases, caches and brokers have their own files.
var serverPaths = []string{
	"/data", "/docker-entrypoint-initdb.d", "/etc/rabbitmq", "/var/lib/mysql", "/var/lib/mysql-tmp", "/var/lib/rabbitmq",
	"/var/log/rabbitmq", "/var/run/mysqld", "/var/run/postgresql",
}

// ownPaths are where the own container of a component has something mounted already.
func (c *valueChecker) ownPaths(section string) map[string]string {
	s, taken := &c.stack.Spec, map[string]string{}
	for _, prefix := range []string{"spec.databases", "spec.caches", "spec.broker"} {
		if strings.HasPrefix(section, prefix) {
			for _, place := range serverPaths {
				taken[place] = "a directory of the server"
			}
			return taken
		}
	}
	files, writable := s.Django.Files, s.Django.WritablePaths
	for name, service := range s.Services {
		if section == "spec.services"+segment(name) {
			files, writable = service.Files, service.WritablePaths
			if service.Storage != nil {
				taken[service.Storage.Path] = "storage.path"
			}
		}
	}
	for place := range files {
		taken[place] = "one of files"
	}
	for _, w := range writable {
		taken[w.Path] = "one of writablePaths"
	}
	if !strings.HasPrefix(section, "spec.services") {
		taken[s.Static.Root] = "static.root"
		if s.Media != nil {
			taken[s.Media.Root] = "media.root"
		}
	}
	return taken
}

// volumeSource checks where a volume comes from.
func (c *valueChecker) volumeSource(path string, v Volume) {
	var sources []string
	for _, s := range []struct {
		name  string
		given bool
	}{
		{"configMap", v.ConfigMap != nil},
		{"secret", v.Secret != nil},
		{"claim", v.Claim != ""},
		{"scratch", v.Scratch != nil},
	} {
		if s.given {
			sources = append(sources, s.name)
		}
	}
	switch {
	case len(sources) == 0:
		c.missing(path, "write where it comes from: configMap, secret, claim or scratch")
	case len(sources) > 1:
		c.forbidden(path+"."+sources[1], "cannot be combined with %s; remove one of them", sources[0])
	}
	c.objectName(path+".claim", v.Claim)
	if v.Scratch != nil {
		c.bytes(path+".scratch.size", v.Scratch.Size)
	}
	c.volumeFiles(path+".configMap", v.ConfigMap)
	c.volumeFiles(path+".secret", v.Secret)
}

func (c *valueChecker) volumeFiles(path string, f *VolumeFiles) {
	if f == nil {
		return
	}
	if f.Name == "" {
		c.missing(path+".name", "write the name of the object in the cluster")
	}
	c.objectName(path+".name", f.Name)
	taken := map[string]string{}
	for _, key := range sorted.Keys(f.Items) {
		at, place := path+".items"+segment(key), f.Items[key]
		c.subPath(at, place)
		if other, found := taken[place]; found {
			c.invalid(at, "%s is the file of %s already; choose another path", place, other)
		}
		taken[place] = key
	}
}

// subPath checks a path inside a volume.
func (c *valueChecker) subPath(at, given string) {
	leaves := strings.HasPrefix(given, "/") || slices.Contains(strings.Split(given, "/"), "..")
	if given != "" && (leaves || !isCleanPath("/"+given)) {
		c.invalid(at, "%q must be a path inside the volume; write one such as conf/app.ini", given)
	}
}

// mountPath checks where a volume is mounted, and that nothing else is.
func (c *valueChecker) mountPath(at, place, what string, taken map[string]string) {
	if place == "/" || !isCleanPath(place) {
		c.invalid(at, "%q must be an absolute path; write one such as /data", place)
		return
	}
	if other, found := taken[place]; found {
		c.invalid(at, "%s is %s already; choose another path", place, other)
		return
	}
	taken[place] = what
	(&mounts{report: c.report}).free(at, place, takenPaths)
}

// containers checks those that a user adds to the pods of a component.
func (c *valueChecker) containers(at string, o *PodOptions) {
	ports, names := map[Port]string{}, map[string]string{}
	for _, kind := range []struct {
		field string
		all   map[string]Container
	}{{"initContainers", o.InitContainers}, {"sidecars", o.Sidecars}} {
		clear(ports)
		for _, name := range sorted.Keys(kind.all) {
			path := at + "." + kind.field + segment(name)
			c.containerName(path, name)
			if at == "spec.services"+segment(name) {
				c.invalid(path, "%q is the name of the service's own container; choose another", name)
			}
			if _, both := o.InitContainers[name]; both && kind.field == "sidecars" {
				c.invalid(path, "%s is one of initContainers already; choose another name", name)
			}
			c.container(path, kind.all[name], o)
			if kind.field == "initContainers" {
				c.withoutProbes(path+".probes", kind.all[name].Probes)
			}
			if kind.field == "initContainers" {
				clear(ports) // which it has for itself, as long as it runs
			}
			c.containerPorts(path+".ports", kind.all[name].Ports, ports)
			c.portNames(path+".ports", kind.all[name].Ports, names)
		}
	}
}

func (c *valueChecker) containerName(path, name string) {
	c.name(path, name)
	for _, own := range OwnContainers {
		if name == own || strings.HasSuffix(own, "-") && strings.HasPrefix(name, own) {
			c.invalid(path, "%q is the name of a container of the stack's own; choose another, such as my-%s", name, name)
			return
		}
	}
}

func (c *valueChecker) container(path string, given Container, o *PodOptions) {
	if given.Image == "" {
		c.missing(path+".image", "write the image of the container")
	}
	c.environment(path, given.Env, given.SecretEnv)
	if given.WorkingDir != "" && !isCleanPath(given.WorkingDir) {
		c.invalid(path+".workingDir", "%q must be an absolute path; write one such as /srv", given.WorkingDir)
	}
	c.mounts(path, given, o)
	if len(given.Ports) == 0 {
		c.silentProbes(path+".probes", given.Probes)
	} else {
		c.probes(path+".probes", given.Probes)
	}
	c.ownChecks(path+".probes", given.Probes)
	if given.WritableRoot != nil && *given.WritableRoot {
		c.warn(path+".writableRoot", "what runs in this container can change its own programs; name a volume of "+
			"scratch space for each directory it writes to, unless it writes all over its image")
	}
}

// mounts checks that what a container mounts is there.
func (c *valueChecker) mounts(at string, given Container, o *PodOptions) {
	taken := map[string]string{}
	for _, place := range sorted.Keys(given.Mounts) {
		m, path := given.Mounts[place], at+".mounts"+segment(place)
		c.mountPath(path, place, "another volume", taken)
		c.subPath(path+".subPath", m.SubPath)
		if m.Volume == "" {
			c.missing(path+".volume", "write the name of one of volumes")
			continue
		}
		if _, there := o.Volumes[m.Volume]; there {
			continue
		}
		remedy := "add it under volumes"
		if near, ok := strict.Nearest(m.Volume, sorted.Keys(o.Volumes)); ok {
			remedy = "did you mean \"" + near + "\"?"
		}
		c.invalid(path+".volume", "the component has no volume %q; %s", m.Volume, remedy)
	}
}

// withoutProbes refuses health checks of a container that runs once.
func (c *valueChecker) withoutProbes(path string, p Probes) {
	p.each(path, func(path string, _ Probe) {
		c.forbidden(path, "an init container runs once and is not checked; remove it, or make the container a sidecar")
	})
}

// portNames refuses a name that two containers of a pod have for ports of theirs: Kubernetes finds
// the first alone.
func (c *valueChecker) portNames(at string, given map[string]Port, taken map[string]string) {
	for _, name := range sorted.Keys(given) {
		path := at + segment(name)
		if other, found := taken[name]; found {
			c.invalid(path, "%s is the name of a port of %s already; choose another", name, other)
			continue
		}
		taken[name] = strings.TrimPrefix(at, "spec.")
	}
}

// containerPorts checks the ports of a container, and that no two of those that run at the same
// time listen on one.
func (c *valueChecker) containerPorts(at string, given map[string]Port, taken map[Port]string) {
	for _, name := range sorted.Keys(given) {
		path := at + segment(name)
		if len(validation.IsValidPortName(name)) > 0 {
			c.invalid(path, "%q must be the name of a port; write at most 15 lower-case letters, digits and dashes, and a "+
				"letter among them", name)
		}
		if other, found := taken[given[name]]; found {
			c.invalid(path, "%d is the port of %s already, and the containers of a pod share their ports; choose another",
				given[name], other)
			continue
		}
		taken[given[name]] = strings.TrimPrefix(path, "spec.")
	}
}
