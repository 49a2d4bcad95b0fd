package spec

import "k8s.io/apimachinery/pkg/api/resource"

// Container is a container of another image in the pods of a component. It is as secure as
// those of the stack: it runs as the user of the pod, with a root filesystem that is read-only,
// except for /tmp, which all containers of the pod share, and without capabilities. Pod
// Security restricted, which the namespace enforces, allows it no more than the fields below.
type Container struct {
	// Image to run; required.
	Image ImageRef `json:"image,omitempty"`
	// Command to run, the program first. Default: the image's own.
	Command []string `json:"command,omitempty"`
	// Args are the arguments of the command. Default: the image's own.
	Args []string `json:"args,omitempty"`
	// WorkingDir is where the command runs. Default: the image's own.
	WorkingDir string `json:"workingDir,omitempty"`
	// Env are environment variables in plain text. The container has no others but these and
	// those of secretEnv and envFrom.
	Env map[string]string `json:"env,omitempty"`
	// SecretEnv are environment variables from Secrets, by name.
	SecretEnv map[string]SecretKey `json:"secretEnv,omitempty"`
	// EnvFrom imports whole Secrets and ConfigMaps.
	EnvFrom EnvFrom `json:"envFrom,omitzero"`
	// Ports that the container listens on, by name: {metrics: 9113}. The other containers of
	// the pod connect to them at 127.0.0.1; from elsewhere only what network.ingress names
	// may, if it names the component.
	Ports map[string]Port `json:"ports,omitempty"`
	// Mounts are the volumes of the component that the container mounts, by the path: /logs:
	// logs, or /logs: {volume: logs, readOnly: true}.
	Mounts map[string]Mount `json:"mounts,omitempty"`
	// Probes are its health checks. A startup probe of a sidecar holds back what starts after
	// it. Default: none.
	Probes Probes `json:"probes,omitzero"`
	// Resources of the container. Default: requests of 50m and 64Mi, limits of 500m and
	// 256Mi, as those of proxy.
	Resources Resources `json:"resources,omitzero"`
	// User is the uid. Default: that of the pod.
	User UserID `json:"user,omitempty"`
	// WritableRoot lets the container write anywhere in its image. What is written there is
	// lost with the container. Default: false.
	WritableRoot *bool `json:"writableRoot,omitempty"`
}

// Mount is a volume of the component in a container.
type Mount struct {
	// Volume is its name among the volumes of the component; required.
	Volume string `json:"volume,omitempty"`
	// SubPath is the file or directory of the volume that is mounted. Default: all of it.
	SubPath string `json:"subPath,omitempty"`
	// ReadOnly says that the container cannot write to it. Default: false.
	ReadOnly *bool `json:"readOnly,omitempty"`
}

// ShortForm lets the name of the volume alone stand for the whole of it.
func (Mount) ShortForm() string { return "volume" }

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
