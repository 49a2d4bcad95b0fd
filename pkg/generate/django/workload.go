package django

import (
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Workload returns one that runs the project: since any of its code may run there, it
// connects to all that the stack knows of, with the rights that a cloud grants the project.
func Workload(st *stack.Stack, component string, replicas int32, o *spec.PodOptions) stack.Workload {
	return stack.Workload{
		Component:          component,
		Replicas:           replicas,
		Options:            o,
		Uses:               []stack.BindingKind{stack.BindAny},
		Egress:             Egress(st),
		AccountAnnotations: st.Spec.Django.ServiceAccount.Annotations,
	}
}
