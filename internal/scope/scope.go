// Package scope holds which of Kubernetes' own kinds belong to the cluster and not to a
// namespace, and which of them kustomize knows.
package scope

import "slices"

// IsCluster reports whether a kind of Kubernetes' own belongs to the cluster.
func IsCluster(group, kind string) bool {
	_, found := cluster[group][kind]
	return found
}

// IsOwn reports whether a group is one of Kubernetes' own, so that [IsCluster] knows its kinds.
func IsOwn(group string) bool { return cluster[group] != nil || slices.Contains(namespaced, group) }

// IsKnown reports whether every kustomize knows that a kind belongs to the cluster. To one that
// it does not know, such as that of a custom resource, it gives a namespace.
func IsKnown(group, version, kind string) bool {
	return version == "v1" && cluster[group][kind] == known
}

// knowledge is what kustomize knows of a kind.
type knowledge int

const (
	unknown knowledge = iota
	known             // in version v1
)

var cluster = map[string]map[string]knowledge{
	"": {"ComponentStatus": known, "Namespace": known, "Node": known, "PersistentVolume": known},
	"admissionregistration.k8s.io": {
		"MutatingAdmissionPolicy":          unknown,
		"MutatingAdmissionPolicyBinding":   unknown,
		"MutatingWebhookConfiguration":     known,
		"ValidatingAdmissionPolicy":        unknown,
		"ValidatingAdmissionPolicyBinding": unknown,
		"ValidatingWebhookConfiguration":   known,
	},
	"apiextensions.k8s.io":   {"CustomResourceDefinition": known},
	"apiregistration.k8s.io": {"APIService": known},
	"authentication.k8s.io":  {"SelfSubjectReview": unknown, "TokenReview": unknown},
	"authorization.k8s.io": {
		"SelfSubjectAccessReview": unknown,
		"SelfSubjectRulesReview":  unknown,
		"SubjectAccessReview":     unknown,
	},
	"certificates.k8s.io":          {"CertificateSigningRequest": known, "ClusterTrustBundle": unknown},
	"flowcontrol.apiserver.k8s.io": {"FlowSchema": unknown, "PriorityLevelConfiguration": unknown},
	"imagepolicy.k8s.io":           {"ImageReview": unknown},
	"internal.apiserver.k8s.io":    {"StorageVersion": unknown},
	"networking.k8s.io":            {"IPAddress": unknown, "IngressClass": known, "ServiceCIDR": unknown},
	"node.k8s.io":                  {"RuntimeClass": known},
	"rbac.authorization.k8s.io":    {"ClusterRole": known, "ClusterRoleBinding": known},
	"resource.k8s.io": {
		"DeviceClass":               unknown,
		"DeviceTaintRule":           unknown,
		"ResourcePoolStatusRequest": unknown,
		"ResourceSlice":             unknown,
	},
	"scheduling.k8s.io": {"PriorityClass": known},
	"storage.k8s.io": {
		"CSIDriver":             known,
		"CSINode":               known,
		"StorageClass":          known,
		"VolumeAttachment":      known,
		"VolumeAttributesClass": unknown,
	},
	"storagemigration.k8s.io": {"StorageVersionMigration": unknown},
}

// namespaced are the other groups.
var namespaced = []string{
	"admission.k8s.io", "apidiscovery.k8s.io", "apps", "autoscaling", "batch", "coordination.k8s.io", "discovery.k8s.io",
	"events.k8s.io", "extensions", "lifecycle.k8s.io", "policy",
}
