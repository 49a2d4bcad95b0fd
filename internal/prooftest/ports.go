package prooftest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// ports proves that what policies open are ports that containers have, those of sidecars in the
// sidecars and the others elsewhere, and that pods connect to no port but to those of bindings
// that they use and those that the spec names under uses.
func (p *proof) ports() {
	all := map[string][]stack.Port{}
	for i := range p.stack.Workloads {
		w := &p.stack.Workloads[i]
		all[w.Component] = w.AllPorts()
		if !isOfManifest(w.Component) {
			p.inContainers(w)
		}
	}
	for i := range p.stack.Workloads {
		p.connections(&p.stack.Workloads[i], all)
	}
}

func (p *proof) inContainers(w *stack.Workload) {
	for _, t := range p.templates {
		if t.pod.Labels[stack.LabelComponent] != p.stack.Labels(w.Component)[stack.LabelComponent] {
			continue
		}
		for _, port := range w.AllPorts() {
			isIts := func(c corev1.Container) bool {
				isSidecar := w.Options != nil && w.Options.Sidecars[c.Name].Image != ""
				return (c.Name == port.Sidecar || port.Sidecar == "" && !isSidecar) &&
					slices.Contains(c.Ports, stack.ContainerPorts([]stack.Port{port})[0])
			}
			if !slices.ContainsFunc(slices.Concat(t.pod.Spec.InitContainers, t.pod.Spec.Containers), isIts) {
				p.failf("%s: no container has the port %v", t.owner, port)
			}
		}
	}
}

// connections proves those of a workload to others.
func (p *proof) connections(w *stack.Workload, ports map[string][]stack.Port) {
	options := w.Options
	if options == nil {
		options = &spec.PodOptions{}
	}
	want := named(options.Uses, ports)
	for _, b := range p.stack.Bindings {
		uses := slices.Contains(w.Uses, b.Kind) || slices.Contains(w.Uses, stack.BindAny)
		if b.Component != "" && (uses || b.Name != "" && slices.Contains(options.Uses, b.Name)) {
			want[connection(b.Component, b.Protocol, b.Port)] = true
		}
	}
	got := map[string]bool{}
	for _, e := range p.stack.EdgesFrom(w.Component) {
		if e.To != "" {
			got[connection(e.To, e.Protocol, e.Port)] = true
		}
	}
	if more, less := without(got, want), without(want, got); len(more)+len(less) > 0 {
		p.failf("%s connects to too much: %v, and not to %v", w.Component, more, less)
	}
}

// named are the connections that uses stand for.
func named(uses []string, ports map[string][]stack.Port) map[string]bool {
	all := map[string]bool{}
	for _, use := range uses {
		component, name, one := strings.Cut(use, ":")
		for _, port := range ports[component] {
			if one && port.Name == name || !one && port.Sidecar == "" {
				all[connection(component, port.Protocol, port.Number)] = true
			}
		}
	}
	return all
}

func connection(to string, protocol corev1.Protocol, port int32) string {
	return fmt.Sprintf("%s %s %d", to, cmp.Or(protocol, corev1.ProtocolTCP), port)
}
