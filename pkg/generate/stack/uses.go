package stack

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
)

// namedEnds are what the pods of a stack can be connected to, by the names that their uses
// have for it: where each such connection ends.
type namedEnds map[string][]Edge

// namedEnds returns the ports of all workloads by their component, each also as COMPONENT:PORT,
// as alone those of sidecars; and the bindings that have a name of their own.
func (st *Stack) namedEnds() namedEnds {
	ends := namedEnds{}
	for i := range st.Workloads {
		w := &st.Workloads[i]
		for _, port := range w.AllPorts() {
			edge := Edge{To: w.Component, NetworkRule: NetworkRule{Port: port.Number, Protocol: port.Protocol}}
			if port.Sidecar == "" {
				ends[w.Component] = append(ends[w.Component], edge)
			}
			ends[w.Component+":"+port.Name] = []Edge{edge}
		}
	}
	for _, b := range st.Bindings {
		if b.Name != "" && b.Name != b.Component {
			ends[b.Name] = append(ends[b.Name], b.end())
		}
	}
	return ends
}

// end is where connections to a service end.
func (b *Binding) end() Edge {
	return Edge{To: b.Component, NetworkRule: NetworkRule{
		Port: b.Port, Protocol: b.Protocol, Namespace: b.Namespace, CIDRs: blocks(b.CIDR),
	}}
}

// used are the connections of a workload that its uses name, but for those it has.
func (ends namedEnds) used(w *Workload, has []Edge) []Edge {
	if w.Options == nil || len(w.Options.Uses) == 0 {
		return nil
	}
	seen := make(map[string]bool, len(has))
	for i := range has {
		seen[has[i].key()] = true
	}
	var edges []Edge
	for _, name := range w.Options.Uses {
		for _, edge := range ends[name] {
			edge.From = w.Component
			if key := edge.key(); !seen[key] {
				seen[key] = true
				edges = append(edges, edge)
			}
		}
	}
	return edges
}

// endsAt reports whether the connection is one to a port.
func (e *Edge) endsAt(port Port) bool {
	return e.Port == port.Number && tcpUnless(e.Protocol) == port.Protocol
}

// key tells connections of one workload apart.
func (e *Edge) key() string {
	return strings.Join([]string{
		e.To, strconv.Itoa(int(e.Port)), string(tcpUnless(e.Protocol)), e.Namespace, e.NamespaceLabel,
		strings.Join(e.CIDRs, ","),
	}, " ")
}

// validateUses refuses what no part of the stack is called, or what listens on no port.
func (st *Stack) validateUses() field.ErrorList {
	var errs field.ErrorList
	ends, ports, uses := st.namedEnds(), st.portNames(), st.effective.Uses()
	for _, path := range sorted.Keys(uses) {
		if name := uses[path]; len(ends[name]) == 0 {
			errs = append(errs, &field.Error{
				Type: field.ErrorTypeInvalid, Field: path, BadValue: field.OmitValueType{}, Detail: st.nowhere(name, ends, ports),
			})
		}
	}
	return errs
}

// nowhere says what is wrong with a name under uses that stands for nothing.
func (st *Stack) nowhere(name string, ends namedEnds, ports map[string][]string) string {
	component, port := portOf(name)
	names := ports[component]
	switch {
	case port != "" && len(names) > 0:
		return withoutPort(component, port, names)
	case len(names) > 0: // of its sidecars
		return fmt.Sprintf("%s itself listens on no port; name one of its sidecars' ports: %s:%s",
			component, component, names[0])
	case port != "" && len(ends[component]) > 0:
		return fmt.Sprintf("the ports of %s have no names, since it runs elsewhere; write %s", component, component)
	}
	return st.notListening(component, slices.DeleteFunc(sorted.Keys(ends), func(end string) bool {
		return strings.Contains(end, ":")
	}))
}
