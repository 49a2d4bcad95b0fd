package spec

import (
	"maps"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// OwnContainers are the names of the containers that the stack itself puts into pods, and the
// beginnings of names, which end in a dash. No sidecar and no init container has one.
var OwnContainers = []string{
	"beat", "cron", "flower", "job-", "mariadb", "memcached", "migrate", "mysql", "nginx", "postgres", "process",
	"rabbitmq", "redis", "seed", "static", "static-", "superuser", "upload", "valkey", "wait-", "web", "worker",
}

// containers checks those that a user adds to the pods of a component. Sidecars run beside each
// other and beside each of initContainers.
func (c *valueChecker) containers(at string, o *PodOptions) {
	taken, ports := takenPorts{map[ContainerPort]string{}, map[string]string{}}, 0
	for _, name := range sorted.Keys(o.Sidecars) {
		path, given := at+".sidecars"+segment(name), o.Sidecars[name]
		c.containerName(at, path, name)
		if _, both := o.InitContainers[name]; both {
			c.invalid(path, "%s is one of initContainers already; choose another name", name)
		}
		c.container(path, given.Container, o)
		c.sidecarProbes(path+".probes", given)
		c.containerPorts(path+".ports", given.Ports, taken)
		ports += len(given.Ports)
	}
	if ports > maxPorts {
		c.invalid(at+".sidecars", "must have at most %d ports together and have %d; remove some", maxPorts, ports)
	}
	for _, name := range sorted.Keys(o.InitContainers) {
		path, given := at+".initContainers"+segment(name), o.InitContainers[name]
		c.containerName(at, path, name)
		c.container(path, given, o)
		c.containerPorts(path+".ports", given.Ports, takenPorts{maps.Clone(taken.numbers), taken.names})
	}
}

func (c *valueChecker) containerName(section, path, name string) {
	c.name(path, name)
	for _, own := range OwnContainers {
		if name == own || strings.HasSuffix(own, "-") && strings.HasPrefix(name, own) {
			c.invalid(path, "%q is the name of a container of the stack's own; choose another, such as my-%s", name, name)
			return
		}
	}
	if section == "spec.services"+segment(name) {
		c.invalid(path, "%q is the name of the service's own container; choose another", name)
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
	if isTrue(given.WritableRoot) {
		c.warn(path+".writableRoot", "what runs in this container can change its own programs; name a volume of "+
			"scratch space for each directory it writes to, unless it writes all over its image")
	}
}

// mounts checks that what a container mounts is there.
func (c *valueChecker) mounts(at string, given Container, o *PodOptions) {
	mounted := c.mountsBeside(nil, "")
	for _, place := range sorted.Keys(given.Mounts) {
		m, path := given.Mounts[place], at+".mounts"+segment(place)
		mounted.absolute(path, place, "another volume")
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

func (c *valueChecker) sidecarProbes(path string, given Sidecar) {
	if given.ProbedPort() == "" {
		c.silentProbes(path, given.Probes)
	} else {
		c.probes(path, given.Probes)
	}
	c.ownChecks(path, given.Probes)
}
