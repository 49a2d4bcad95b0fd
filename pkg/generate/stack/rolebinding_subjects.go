package stack

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
)

// accountNames are the names of those among objects.
func accountNames(objects []Object) map[string]bool {
	names := map[string]bool{}
	for _, o := range objects {
		if account, ok := o.(*corev1.ServiceAccount); ok {
			names[account.Name] = true
		}
	}
	return names
}

// bindSubjects completes a binding's subjects as kustomize does: the stack's own
// ServiceAccounts, and the namespace's default one, are in its namespace. Where other objects
// keep another namespace, subjects do, too.
func (st *Stack) bindSubjects(o Object, accounts map[string]bool, keep bool) {
	var subjects []rbacv1.Subject
	switch o := o.(type) {
	case *rbacv1.RoleBinding:
		subjects = o.Subjects
	case *rbacv1.ClusterRoleBinding:
		subjects = o.Subjects
	}
	for i := range subjects {
		if s := &subjects[i]; s.Name == "default" && (!keep || s.Namespace == "") || accounts[s.Name] && s.Namespace == "" {
			s.Namespace = st.Spec.Namespace.Name
		}
	}
}
