package stack

import (
	"fmt"
	"reflect"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/pkg/spec"
)

// validateSidecarPorts refuses a port of a sidecar that a container of the component itself
// listens on, whichever component that is: the containers of a pod share their ports, and a name
// stands for one of them.
func (st *Stack) validateSidecarPorts() field.ErrorList {
	workloads := map[uintptr]*Workload{} // by the sidecars of the spec
	for i := range st.Workloads {
		if w := &st.Workloads[i]; w.Options != nil && len(w.Options.Sidecars) > 0 {
			workloads[mapIdentity(w.Options.Sidecars)] = w
		}
	}
	var errs field.ErrorList
	all := st.effective.Sidecars()
	for _, path := range sorted.Keys(all) {
		w := workloads[mapIdentity(all[path])]
		if w == nil {
			continue // nothing of it runs
		}
		for _, name := range sorted.Keys(all[path]) {
			at := path + strict.Segment(name) + ".ports"
			errs = append(errs, w.refuseTaken(at, portsOf(all[path][name].Ports))...)
		}
	}
	return errs
}

// mapIdentity tells the sidecars of one part of a spec from equal ones of another.
func mapIdentity(sidecars map[string]spec.Sidecar) uintptr {
	return reflect.ValueOf(sidecars).Pointer()
}

// refuseTaken refuses ports of a sidecar that the containers of the workload itself have.
func (w *Workload) refuseTaken(at string, ports []Port) field.ErrorList {
	var errs field.ErrorList
	refuse := func(path, format string, args ...any) {
		errs = append(errs, &field.Error{
			Type: field.ErrorTypeInvalid, Field: path, BadValue: field.OmitValueType{}, Detail: fmt.Sprintf(format, args...),
		})
	}
	own := append(w.ownPorts(), (&Workload{Ports: w.Private}).ownPorts()...)
	for _, port := range ports {
		path := at + strict.Segment(port.Name)
		for _, other := range own {
			switch {
			case other.Number == port.Number && other.Protocol == port.Protocol:
				refuse(path+".port", "%d is the port %s of %s already, and the containers of a pod share their ports; "+
					"choose another", port.Number, other.Name, w.Component)
			case other.Name == port.Name:
				refuse(path, "%s is the name of a port of %s already; choose another", port.Name, w.Component)
			}
		}
	}
	return errs
}
