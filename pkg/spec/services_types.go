package spec

import "k8s.io/apimachinery/pkg/api/resource"

// Service is a container of another image than the project's: a front end, a search
// engine, an object store. Its pods run under Pod Security "restricted" as all others do, so
// its image must run without root. It has none of the project's variables, Secrets and
// rights, and connects to nothing but what uses names.
type Service struct {
	// Image with its tag or digest; required.
	Image ImageRef `json:"image,omitempty"`
	// Command is run in the place of the image's entrypoint; args are its arguments.
	// Absent: the image's own.
	Command []string `json:"command,omitempty"`
	// Ports it listens on, by name, each a number or a map: 3000, {port: 3000, servicePort:
	// 80}, {port: 5514, protocol: UDP}. The Service is called STACK-service-NAME. The main port
	// is the one named http or, without it, the first in the order of the names; of TCP, if
	// one is. Absent: none, and no Service.
	Ports map[string]ServicePort `json:"ports,omitempty"`
	// Replicas is the number of pods; with storage at most 1. Null leaves it to whoever
	// scales the Deployment. Default: 1.
	Replicas *int32 `json:"replicas,omitempty"`
	// Autoscaling chooses the number of replicas by load. Absent: replicas.
	Autoscaling *Autoscaling `json:"autoscaling,omitempty"`
	// Storage is a volume for its data, which outlives its pods; the pods are those of a
	// StatefulSet then. Absent: it keeps nothing.
	Storage *ServiceStorage `json:"storage,omitempty"`
	// Probes of the container. Default: a TCP check of the main port, which with storage may
	// take an hour to open at the start; none without ports of TCP. A path is asked for on the main
	// port, with no further headers than those given.
	Probes Probes `json:"probes,omitzero"`
	// Files are put into the container, by absolute path, as those of django.files.
	Files map[string]ConfigFile `json:"files,omitempty"`
	// WritablePaths are directories that the program writes to, each a path or a map:
	// /app/.next/cache, {path: /var/cache/app, size: 2Gi}. They are empty at first; seed is
	// for the project's image only. Otherwise the root filesystem is read-only, except for
	// /tmp.
	WritablePaths []WritablePath `json:"writablePaths,omitempty"`
	// WritableRoot lets the program write to the filesystem of its image wherever the user
	// may. What is written there is lost with the container. Default: false.
	WritableRoot bool `json:"writableRoot,omitempty"`
	// User is the uid. Default: the image's own, which must then be a number.
	User UserID `json:"user,omitempty"`
	// Group is the gid, and the group of volumes and mounted files. Default: the same
	// number as user; without user the image's own, and 1000 for volumes.
	Group UserID `json:"group,omitempty"`
	// ShutdownDelay is how long a pod goes on serving after it was told to stop, so that
	// every load balancer has noticed. Default: 15s; profile dev: 1s; 0s with storage and
	// without ports.
	ShutdownDelay *Duration `json:"shutdownDelay,omitempty"`
	// Bindings are variables that tell the project of the service, by their names:
	// {SEARCH_URL: "http://$(HOST):$(PORT)"}. All that runs the project has them, and may
	// connect to all ports. $(HOST) is the name of the Service and $(PORT) its number of the
	// main port, $(PORT_NAME) that of the port with this name, in capitals; $(VARIABLE) is
	// one of secretEnv. Absent: the project is told nothing, and only what has the service
	// among its uses may connect to it.
	Bindings map[string]string `json:"bindings,omitempty"`
	// Env are further environment variables in plain text. Those of django are not among
	// them.
	//
	// EnvFrom imports whole Secrets and ConfigMaps. Each variable that has a name of its own
	// here wins over an imported one.
	//
	// Args are the arguments of command or, without it, of the image's entrypoint.
	//
	// ServiceAccount is who the pods are in the cluster and its cloud. Default: one without
	// rights for each service.
	//
	// GracePeriod is how long a pod may take to stop. Default: 30s longer than
	// shutdownDelay.
	//
	// Resources of the container. Default: requests of 200m and 512Mi, limits of 1 and 1Gi;
	// profile dev: requests of 100m and 256Mi, limits of 1 and 512Mi.
	PodOptions `json:",inline"`
}

// ServicePort is a port that a service listens on.
type ServicePort struct {
	ContainerPort `json:",inline"`
	// ServicePort is the number that the Service has for it. Default: the same as port.
	ServicePort Port `json:"servicePort,omitempty"`
}

// ServiceStorage is the volume of a service.
type ServiceStorage struct {
	// Path at which the container has the volume; required.
	Path string `json:"path,omitempty"`
	// Size of the volume: 20Gi. Applying a larger size grows the volume and keeps its
	// data, if its StorageClass allows it (allowVolumeExpansion). The API server refuses a
	// smaller one. Default: 10Gi; profile staging: 5Gi; profile dev: 1Gi.
	Size *resource.Quantity `json:"size,omitempty"`
	// Class is the StorageClass. Default: the cluster's own.
	Class string `json:"class,omitempty"`
}
