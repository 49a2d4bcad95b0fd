package stack

import corev1 "k8s.io/api/core/v1"

// serviceAccounts are one for each component, so that rights granted to one are
// not granted to all, unless its user names one that exists. None gets a token.
func serviceAccounts(st *Stack) []Object {
	var accounts []Object
	for _, w := range st.Workloads {
		own := st.optionsOf(w.Component).ServiceAccount
		if own.Name != "" {
			continue
		}
		account := &corev1.ServiceAccount{
			ObjectMeta:                   st.Meta(w.Component),
			AutomountServiceAccountToken: new(false),
		}
		account.Annotations = annotated(account.Annotations, own.Annotations)
		accounts = append(accounts, account)
	}
	return accounts
}
