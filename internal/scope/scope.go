// Package scope holds which kinds have no namespace, as kustomize knows them.
package scope

import "slices"

// IsCluster reports whether kustomize never gives a kind a namespace. What it does
// not know, such as a custom resource, it takes for namespaced.
func IsCluster(apiVersion, kind string) bool {
	return slices.Contains(cluster[:], [2]string{apiVersion, kind})
}

var cluster = [...][2]string{
	{"admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"},
	{"admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"},
	{"apiextensions.k8s.io/v1", "CustomResourceDefinition"},
	{"apiregistration.k8s.io/v1", "APIService"},
	{"networking.k8s.io/v1", "IngressClass"},
	{"node.k8s.io/v1", "RuntimeClass"},
	{"rbac.authorization.k8s.io/v1", "ClusterRole"},
	{"rbac.authorization.k8s.io/v1", "ClusterRoleBinding"},
	{"scheduling.k8s.io/v1", "PriorityClass"},
	{"storage.k8s.io/v1", "CSIDriver"},
	{"storage.k8s.io/v1", "StorageClass"},
	{"v1", "Namespace"},
	{"v1", "PersistentVolume"},
}
