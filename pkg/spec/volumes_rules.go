package spec

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// volumes checks those that a user gives the pods of a component.
func (c *valueChecker) volumes(at string, o *PodOptions) {
	m := c.ownMounts(at)
	for _, name := range sorted.Keys(o.Volumes) {
		v, path := o.Volumes[name], at+".volumes"+segment(name)
		c.name(path, name)
		c.volumeSource(path, name, v)
		c.subPath(path+".subPath", v.SubPath)
		if v.Path == "" {
			if v.SubPath != "" {
				c.missing(path+".path", "write where it is mounted, or remove subPath")
			}
			continue
		}
		m.absolute(path+".path", v.Path, "the volume "+name)
	}
}

// serverPaths are where databases, caches and brokers have their own files.
var serverPaths = []string{
	"/data", "/docker-entrypoint-initdb.d", "/etc/rabbitmq", "/var/lib/mysql", "/var/lib/mysql-tmp", "/var/lib/rabbitmq",
	"/var/log/rabbitmq", "/var/run/mysqld", "/var/run/postgresql",
}

// ownMounts are where the own container of a component has something mounted already.
func (c *valueChecker) ownMounts(section string) *mounts {
	s := &c.stack.Spec
	for _, prefix := range []string{"spec.databases", "spec.caches", "spec.broker"} {
		if strings.HasPrefix(section, prefix) {
			return c.mountsBeside(serverPaths, "a directory of the server")
		}
	}
	for name, service := range s.Services {
		if section == "spec.services"+segment(name) {
			m := c.mountsOf("its files", service.Files, service.WritablePaths)
			if service.Storage != nil {
				m.taken[service.Storage.Path] = "storage.path"
			}
			return m
		}
	}
	m := c.mountsOf("django.files", s.Django.Files, s.Django.WritablePaths)
	m.taken[s.Static.Root] = "static.root"
	if s.Media != nil {
		m.taken[s.Media.Root] = "media.root"
	}
	return m
}

// mountsOf are those of a container with these files and directories.
func (c *valueChecker) mountsOf(filesAt string, files map[string]ConfigFile, writable []WritablePath) *mounts {
	m := c.mountsBeside(sorted.Keys(files), "one of files")
	m.filesAt, m.files = filesAt, files
	for _, w := range writable {
		m.taken[w.Path] = "one of writablePaths"
	}
	return m
}

// mountsBeside are those of a container with something at these paths.
func (c *valueChecker) mountsBeside(places []string, what string) *mounts {
	m := &mounts{report: c.report, taken: map[string]string{}}
	for _, place := range places {
		m.taken[place] = what
	}
	return m
}

// volumeSource checks where a volume comes from.
func (c *valueChecker) volumeSource(path, name string, v Volume) {
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
	_, shared := c.stack.Spec.Volumes[name]
	switch {
	case shared && len(sources) > 0:
		c.forbidden(path+"."+sources[0], "%s is one of spec.volumes, and this would be another volume; remove %s, or choose "+
			"another name", name, sources[0])
	case shared:
	case len(sources) == 0:
		c.missing(path, "write where it comes from: configMap, secret, claim or scratch; or add one of this "+
			"name to spec.volumes")
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

// absolute checks where something is mounted, and that nothing else is.
func (m *mounts) absolute(at, place, what string) {
	if place == "/" || !isCleanPath(place) {
		m.invalid(at, "%q must be an absolute path; write one such as /data", place)
		return
	}
	m.mount(at, place, what)
}
