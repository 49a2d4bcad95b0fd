package stack

import corev1 "k8s.io/api/core/v1"

// serviceAccounts are one for each component, so that rights granted to one are
// not granted to all. None gets a token.
func serviceAccounts(st *Stack) []Object {
	var accounts []Object
	for _, w := range st.Workloads {
		account := &corev1.ServiceAccount{
			ObjectMeta:                   st.Meta(w.Component),
			AutomountServiceAccountToken: new(false),
		}
		if len(w.AccountAnnotations) > 0 {
			account.Annotations = Merged(account.Annotations, w.AccountAnnotations)
		}
		accounts = append(accounts, account)
	}
	return accounts
}
