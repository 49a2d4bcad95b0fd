package stack

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Port is one that the pods of a workload listen on.
type Port struct {
	// Name of the container's port.
	Name string
	// Number of the container's port.
	Number int32
	// Protocol of the port, never empty.
	Protocol corev1.Protocol
	// Sidecar whose port it is; "" for those of the component itself, which its Service has.
	Sidecar string
}

// AllPorts returns the ports of a workload and those of the sidecars of its pods, in the order
// of their names.
func (w *Workload) AllPorts() []Port {
	all := w.ownPorts()
	if w.Options != nil {
		for _, name := range sorted.Keys(w.Options.Sidecars) {
			for _, port := range portsOf(w.Options.Sidecars[name].Ports) {
				port.Sidecar = name
				all = append(all, port)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Port) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// ownPorts are those of the workload's Ports.
func (w *Workload) ownPorts() []Port {
	all := make([]Port, 0, len(w.Ports))
	for _, name := range sorted.Keys(w.Ports) {
		all = append(all, Port{Name: name, Number: w.Ports[name], Protocol: tcpUnless(w.Protocols[name])})
	}
	return all
}

// portsOf are the ports of a user's container.
func portsOf(given map[string]spec.ContainerPort) []Port {
	all := make([]Port, 0, len(given))
	for _, name := range sorted.Keys(given) {
		all = append(all, Port{
			Name: name, Number: int32(given[name].Port), Protocol: tcpUnless(corev1.Protocol(given[name].Protocol)),
		})
	}
	return all
}

func tcpUnless(protocol corev1.Protocol) corev1.Protocol { return cmp.Or(protocol, corev1.ProtocolTCP) }

// ContainerPorts returns ports as a container has them.
func ContainerPorts(ports []Port) []corev1.ContainerPort {
	var all []corev1.ContainerPort
	for _, p := range ports {
		all = append(all, corev1.ContainerPort{Name: p.Name, ContainerPort: p.Number, Protocol: p.Protocol})
	}
	return all
}

// portNames returns the names of the ports of all components, in their order.
func (st *Stack) portNames() map[string][]string {
	all := make(map[string][]string, len(st.Workloads))
	for i := range st.Workloads {
		w := &st.Workloads[i]
		var names []string
		for _, p := range w.AllPorts() {
			names = append(names, p.Name)
		}
		all[w.Component] = slices.Compact(names)
	}
	return all
}

// withoutPort says what is wrong with the name of a port that a component does not have.
func withoutPort(component, asked string, names []string) string {
	remedy := "expected one of " + strict.Listed(names)
	if near, ok := strict.Nearest(asked, names[:min(len(names), strict.MostMeant)]); ok {
		remedy = fmt.Sprintf("did you mean %q? It has %s", near, strict.Listed(names))
	}
	return fmt.Sprintf("%s has no port named %s; %s", component, asked, remedy)
}

// portOf splits the name of a port of a component: web:metrics.
func portOf(use string) (component, port string) {
	component, port, _ = strings.Cut(use, ":")
	return component, port
}
