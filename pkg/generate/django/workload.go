package django

import (
	"slices"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Workload returns one that runs the project: since any of its code may run there, it
// connects to all that the stack knows of, with the rights that a cloud grants the project.
func Workload(st *stack.Stack, component string, replicas int32, o *spec.DjangoPodOptions) stack.Workload {
	return stack.Workload{
		Component: component,
		Replicas:  replicas,
		Options:   Options(st, o),
		Uses:      []stack.BindingKind{stack.BindAny},
		Egress:    Egress(st),
	}
}

// Options returns what the user says of pods that run the project: of all of them under
// django, and of these.
func Options(st *stack.Stack, o *spec.DjangoPodOptions) *spec.PodOptions {
	own, all := o.PodOptions, st.Spec.Django
	own.EnvFrom = spec.EnvFrom{
		Secrets:    slices.Concat(all.EnvFrom.Secrets, own.EnvFrom.Secrets),
		ConfigMaps: slices.Concat(all.EnvFrom.ConfigMaps, own.EnvFrom.ConfigMaps),
	}
	own.ServiceAccount = account(all.ServiceAccount, own.ServiceAccount)
	if o.Settings != "" {
		own.Env = stack.Merged(map[string]string{SettingsVariable: o.Settings}, own.Env)
	}
	return &own
}

// account is the ServiceAccount of some of the project's pods: what they have of their own
// comes before what all have.
func account(all, own spec.ServiceAccount) spec.ServiceAccount {
	switch {
	case own.Name != "":
		return own
	case len(own.Annotations) > 0:
		return spec.ServiceAccount{Annotations: stack.Merged(all.Annotations, own.Annotations)}
	default:
		return all
	}
}
