package spec

import "k8s.io/apimachinery/pkg/api/resource"

// Volume is a volume of a component's pods. It has one source: configMap, secret, claim or
// scratch. A directory of the node is not among them, since Pod Security forbids it.
type Volume struct {
	// Path is where the component's own container mounts the volume. Absent: it does not,
	// and sidecars or initContainers do.
	Path string `json:"path,omitempty"`
	// SubPath is the file or directory of the volume that is mounted there. Default: all of
	// it.
	SubPath string `json:"subPath,omitempty"`
	// ReadOnly says that the component's own container cannot write to it. Default: false.
	ReadOnly *bool `json:"readOnly,omitempty"`
	// ConfigMap is one that exists, whose keys are files.
	ConfigMap *VolumeFiles `json:"configMap,omitempty"`
	// Secret is one that exists, whose keys are files.
	Secret *VolumeFiles `json:"secret,omitempty"`
	// Claim is the name of a PersistentVolumeClaim that exists.
	Claim string `json:"claim,omitempty"`
	// Scratch is a directory that is empty at first and lost with the pod.
	Scratch *VolumeScratch `json:"scratch,omitempty"`
}

// VolumeFiles are the files of a ConfigMap or a Secret.
type VolumeFiles struct {
	// Name of the ConfigMap or Secret; required.
	Name string `json:"name,omitempty"`
	// Items are the keys that are files, and the path of each below that of the volume.
	// Default: all of them, by their own names.
	Items map[string]string `json:"items,omitempty"`
	// Optional says that pods start without it, too. Default: false.
	Optional bool `json:"optional,omitempty"`
}

// ShortForm lets a name alone stand for the whole of it.
func (VolumeFiles) ShortForm() string { return "name" }

// VolumeScratch is a directory that lives and dies with the pod.
type VolumeScratch struct {
	// Size is how much may be written to it before the pod is evicted. Default: 1Gi.
	Size *resource.Quantity `json:"size,omitempty"`
	// Memory keeps it in the memory of the pod, whose limit it counts against. Default:
	// false.
	Memory *bool `json:"memory,omitempty"`
}
