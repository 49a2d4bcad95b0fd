package spec

import "k8s.io/apimachinery/pkg/api/resource"

// SharedVolume is a volume that several components mount, each under its own volumes by the same
// name and without another source: files that a worker writes and the site hands out. What the
// pods of a component write belongs to the group of its pods, so components of the same group
// share it. No Service of the stack gives its files to anybody by itself.
type SharedVolume struct {
	// Size of the volume. It may grow. Default: 10Gi; profile staging: 5Gi; profile dev: 1Gi.
	Size *resource.Quantity `json:"size,omitempty"`
	// Class is the StorageClass. It cannot be changed later. Default: that of the cluster.
	Class string `json:"class,omitempty"`
	// AccessMode is ReadWriteMany, or ReadWriteOnce for a volume that only one node at a time can
	// mount: all pods that mount it are kept on one node then, as those of media.volume are. It
	// cannot be changed later. Default: ReadWriteMany.
	AccessMode AccessMode `json:"accessMode,omitempty"`
	// Claim is the name of an existing PersistentVolumeClaim to use instead.
	Claim string `json:"claim,omitempty"`
}

// Volume is a volume of a component's pods. It has one source: configMap, secret, claim or
// scratch; without one it is that of spec.volumes which has its name. A directory of the node is
// not among them, since Pod Security forbids it.
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
