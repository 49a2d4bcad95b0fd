// Package scope holds which kinds have no namespace, as kustomize knows them.
package scope

// IsCluster reports whether kustomize never gives a kind a namespace. What it does
// not know, such as a custom resource, it takes for namespaced.
func IsCluster(apiVersion, kind string) bool { return cluster[[2]string{apiVersion, kind}] }

var cluster = map[[2]string]bool{
	{"admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"}:   true,
	{"admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"}: true,
	{"apiextensions.k8s.io/v1", "CustomResourceDefinition"}:               true,
	{"apiregistration.k8s.io/v1", "APIService"}:                           true,
	{"networking.k8s.io/v1", "IngressClass"}:                              true,
	{"node.k8s.io/v1", "RuntimeClass"}:                                    true,
	{"rbac.authorization.k8s.io/v1", "ClusterRole"}:                       true,
	{"rbac.authorization.k8s.io/v1", "ClusterRoleBinding"}:                true,
	{"scheduling.k8s.io/v1", "PriorityClass"}:                             true,
	{"storage.k8s.io/v1", "CSIDriver"}:                                    true,
	{"storage.k8s.io/v1", "StorageClass"}:                                 true,
	{"v1", "Namespace"}:                                                   true,
	{"v1", "PersistentVolume"}:                                            true,
}
