package spec

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
)

// maxPorts is how many ports a service may have, and the sidecars of a component: each has a rule
// in its policy, with all that network.ingress admits, and in those of whatever connects to it.
const maxPorts = 20

// oneOfTwo is why a number stands once in a list of ports (kubernetes/kubernetes#39188).
const oneOfTwo = ", and kubectl apply keeps only one of two ports that differ in their protocols alone"

func (r *report) servicePorts(path string, one Service) {
	if n := len(one.Ports); n > maxPorts {
		r.invalid(path+".ports", "must have at most %d ports and has %d; remove some", maxPorts, n)
	}
	inContainer, inService := map[Port]string{}, map[Port]string{}
	for _, name := range sorted.Keys(one.Ports) {
		p, at := one.Ports[name], path+".ports"+segment(name)
		if !r.containerPort(at, name, p.ContainerPort) {
			continue
		}
		r.unprivileged(at+".port", p.Port)
		why := func(other string) string {
			if one.Ports[other].Protocol == p.Protocol {
				return ""
			}
			return oneOfTwo
		}
		if other, taken := inContainer[p.Port]; taken {
			r.invalid(at+".port", "%d is the port %s already%s; remove one of them", p.Port, other, why(other))
		} else if other, taken := inService[p.ServicePort]; taken {
			r.invalid(at+".servicePort", "%d is that of the port %s already%s; choose another", p.ServicePort, other, why(other))
		}
		inContainer[p.Port], inService[p.ServicePort] = name, name
	}
	if one.ProbedPort() != "" {
		r.probes(path+".probes", one.Probes)
		return
	}
	r.silentProbes(path+".probes", one.Probes)
	r.ownChecks(path+".probes", one.Probes)
}

// containerPort checks a port of a container by itself, and reports whether it has a number.
func (r *report) containerPort(path, name string, p ContainerPort) bool {
	r.portName(path, name)
	if p.Port == 0 {
		r.missing(path+".port", "write the number that the program listens on")
	}
	return p.Port != 0
}

// portName checks the name of a container's port.
func (r *report) portName(path, name string) {
	if len(validation.IsValidPortName(name)) > 0 {
		r.invalid(path, "%q must be the name of a port; write at most 15 lower-case letters, digits and dashes, and a "+
			"letter among them", name)
	}
}

// takenPorts are the ports of the containers of a pod, which share them, and their names, of
// which Kubernetes finds the first alone.
type takenPorts struct {
	numbers map[ContainerPort]string
	names   map[string]string
}

// containerPorts checks the ports of one more container of a pod.
func (c *valueChecker) containerPorts(at string, given map[string]ContainerPort, taken takenPorts) {
	own := map[Port]string{}
	for _, name := range sorted.Keys(given) {
		p, path := given[name], at+segment(name)
		if !c.containerPort(path, name, p) {
			continue
		}
		number := ContainerPort{p.Port, or(p.Protocol, ProtocolTCP)}
		if other, found := taken.numbers[number]; found {
			c.invalid(path+".port", "%d is the port of %s already, and the containers of a pod share their ports; "+
				"choose another", p.Port, other)
		} else if other, found := own[p.Port]; found {
			c.invalid(path+".port", "%d is the port %s already%s; choose another", p.Port, other, oneOfTwo)
		} else if other, found := taken.names[name]; found {
			c.invalid(path, "%s is the name of a port of %s already; choose another", name, other)
		}
		taken.numbers[number], taken.names[name] = strings.TrimPrefix(path, "spec."), strings.TrimPrefix(at, "spec.")
		own[p.Port] = name
	}
}
