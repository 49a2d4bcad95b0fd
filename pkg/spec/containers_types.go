package spec

// Sidecar is a [Container] that runs as long as the pod.
type Sidecar struct {
	Container `json:",inline"`
	// Probes are its health checks. A startup probe holds back what starts after it. Default:
	// none.
	Probes Probes `json:"probes,omitzero"`
}

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
	// Ports that the container listens on, by name, each a number or a map: {metrics: 9113,
	// statsd: {port: 8125, protocol: UDP}}. The other containers of the pod connect to them at
	// 127.0.0.1. From elsewhere only those may that network.ingress admits to the component
	// or to the port by its name, and components that have COMPONENT:PORT among their uses.
	Ports map[string]ContainerPort `json:"ports,omitempty"`
	// Mounts are the volumes of the component that the container mounts, by the path: /logs:
	// logs, or /logs: {volume: logs, readOnly: true}.
	Mounts map[string]Mount `json:"mounts,omitempty"`
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
