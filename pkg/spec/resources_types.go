package spec

import "k8s.io/apimachinery/pkg/api/resource"

// Resources are Kubernetes' requests and limits of one container. Null removes an
// amount, or all of them.
type Resources struct {
	// Requests are what the scheduler sets aside.
	Requests ResourceList `json:"requests,omitzero"`
	// Limits are what the container may use at most. The number of web workers and
	// Celery processes is computed from them: from the CPU limit, or without one from
	// the CPU request, or without both from one core; and from the memory limit, or
	// without one from the memory request. Without either amount of memory only the CPU
	// counts, and databases and brokers are sized for 512Mi.
	Limits ResourceList `json:"limits,omitzero"`
}

// ResourceList has an amount for each resource of a node.
type ResourceList struct {
	// CPU in cores: 500m, 2.
	CPU *resource.Quantity `json:"cpu,omitempty"`
	// Memory in bytes: 512Mi, 2Gi.
	Memory *resource.Quantity `json:"memory,omitempty"`
	// EphemeralStorage in bytes: what logs, scratch volumes and containers write to the
	// node's disk. Absent: nothing is reserved, and only the sizes of the volumes limit
	// it.
	EphemeralStorage *resource.Quantity `json:"ephemeral-storage,omitempty"`
}

// Storage is a persistent volume.
type Storage struct {
	// Size of the volume: 20Gi. Applying a larger size grows the volume and keeps its
	// data, if its StorageClass allows it (allowVolumeExpansion). The API server
	// refuses a smaller one.
	Size *resource.Quantity `json:"size,omitempty"`
	// Class is the StorageClass. Default: the cluster's own.
	Class string `json:"class,omitempty"`
}
