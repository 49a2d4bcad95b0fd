package generate

// projectWorkload is one that runs the project: since any of its code may run there, it
// connects to all that the stack knows of, with the rights that a cloud grants the project.
func (st *Stack) projectWorkload(component string, replicas int32) Workload {
	return Workload{
		Component:          component,
		Replicas:           replicas,
		Uses:               []BindingKind{BindAny},
		Reaches:            st.projectEgress(),
		AccountAnnotations: st.Spec.Django.ServiceAccount.Annotations,
	}
}
