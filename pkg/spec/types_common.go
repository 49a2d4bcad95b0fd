package spec

import "k8s.io/apimachinery/pkg/api/resource"

// SecretKey points at one key of a Secret in the stack's namespace.
type SecretKey struct {
	// Secret is the Secret's name. Default: the stack's own, spec.secrets.name.
	Secret string `json:"secret,omitempty"`
	// Key is the key in it. Default: the variable's name, and for a file the file's.
	Key string `json:"key,omitempty"`
}

// Image is a container image in its parts, so that an environment can replace
// just the tag.
type Image struct {
	// Repository is the image's name without tag: registry.example/acme/shop.
	Repository ImageRepository `json:"repository"`
	// Tag is the version. "latest" is refused: nobody could tell what runs.
	Tag string `json:"tag,omitempty"`
	// Digest pins the content, sha256:…; it wins over the tag.
	Digest string `json:"digest,omitempty"`
	// PullPolicy is Kubernetes' imagePullPolicy; null leaves it to the cluster.
	// Default: IfNotPresent.
	PullPolicy PullPolicy `json:"pullPolicy,omitempty"`
	// PullSecrets are names of docker-registry Secrets.
	PullSecrets []string `json:"pullSecrets,omitempty"`
}

// PullPolicy is Kubernetes' imagePullPolicy.
type PullPolicy string

// Enum lists the pull policies.
func (PullPolicy) Enum() []string { return []string{"Always", "IfNotPresent", "Never"} }

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

// Probes are the three health checks of a container, each with a meaning of
// its own. Null leaves one out, or all of them.
type Probes struct {
	// Startup holds the other two back until the process has booted.
	Startup *Probe `json:"startup,omitempty"`
	// Readiness takes the pod out of the Service while it fails; it may depend
	// on the database.
	Readiness *Probe `json:"readiness,omitempty"`
	// Liveness restarts the container when it fails; it must not depend on
	// anything outside the container.
	Liveness *Probe `json:"liveness,omitempty"`
}

// Probe is one health check. Unset numbers take the component's default.
type Probe struct {
	// None says that there is no such check. In a file this is null.
	None bool `json:"-"`
	// Path is asked over HTTP with the stack's first host as Host header and
	// X-Forwarded-Proto as the site is reached; any answer from 200 to 399
	// passes. Absent: the component's own check.
	Path string `json:"path,omitempty"`
	// Scheme is HTTP or HTTPS, for a container that ends TLS itself; its certificate is
	// not checked. Default: HTTP.
	Scheme ProbeScheme `json:"scheme,omitempty"`
	// Headers of the request, in addition to these two or in their place, such as Host.
	Headers map[string]string `json:"headers,omitempty"`
	// Command is run in the container instead; exit 0 passes.
	Command []string `json:"command,omitempty"`
	// InitialDelaySeconds is the wait before the first check.
	InitialDelaySeconds *int32 `json:"initialDelaySeconds,omitempty"`
	// PeriodSeconds is the time between checks.
	PeriodSeconds int32 `json:"periodSeconds,omitempty"`
	// TimeoutSeconds is how long one check may take.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty"`
	// FailureThreshold is how many checks in a row must fail.
	FailureThreshold int32 `json:"failureThreshold,omitempty"`
}

// ProbeScheme is the scheme of a probe over HTTP.
type ProbeScheme string

// Enum lists the schemes.
func (ProbeScheme) Enum() []string { return []string{"HTTP", "HTTPS"} }

// Autoscaling lets a HorizontalPodAutoscaler choose the number of replicas.
type Autoscaling struct {
	// Min is the least number of replicas. Default: 2.
	Min int32 `json:"min,omitempty"`
	// Max is the largest number of replicas; required.
	Max int32 `json:"max,omitempty"`
	// CPU is the target, in percent of the requested CPU. Default: 70 where
	// memory is unset too.
	CPU int32 `json:"cpu,omitempty"`
	// Memory is the target, in percent of the requested memory.
	Memory int32 `json:"memory,omitempty"`
	// Behavior says how fast the number of replicas changes. Absent: Kubernetes'
	// default, up at once and down after five minutes.
	Behavior *ScalingBehavior `json:"behavior,omitempty"`
}

// ScalingBehavior is the behavior of Kubernetes' HorizontalPodAutoscaler.
type ScalingBehavior struct {
	// ScaleUp are the rules for adding pods.
	ScaleUp *ScalingRules `json:"scaleUp,omitempty"`
	// ScaleDown are the rules for removing pods.
	ScaleDown *ScalingRules `json:"scaleDown,omitempty"`
}

// ScalingRules limit how fast the number of pods changes.
type ScalingRules struct {
	// StabilizationWindowSeconds is how long the load must have asked for a change
	// before it is made; 0 makes it at once.
	StabilizationWindowSeconds *int32 `json:"stabilizationWindowSeconds,omitempty"`
	// SelectPolicy says which of the policies is used: the one that allows the largest
	// change (Max) or the smallest (Min). Disabled forbids the change.
	SelectPolicy ScalingSelect `json:"selectPolicy,omitempty"`
	// Policies are the largest changes that are allowed within a time.
	Policies []ScalingPolicy `json:"policies,omitempty"`
}

// ScalingSelect is Kubernetes' selectPolicy.
type ScalingSelect string

// Enum lists the choices.
func (ScalingSelect) Enum() []string { return []string{"Max", "Min", "Disabled"} }

// ScalingPolicy is one such limit.
type ScalingPolicy struct {
	// Type of value: Pods or Percent; required.
	Type ScalingUnit `json:"type,omitempty"`
	// Value is the number of pods, or the percentage of the current pods; required.
	Value int32 `json:"value,omitempty"`
	// PeriodSeconds is the time within which the change is counted, at most 1800;
	// required.
	PeriodSeconds int32 `json:"periodSeconds,omitempty"`
}

// ScalingUnit is the unit of a policy.
type ScalingUnit string

// Enum lists the units.
func (ScalingUnit) Enum() []string { return []string{"Pods", "Percent"} }

// Scheduling says on which nodes pods run.
type Scheduling struct {
	// NodeSelector are labels the node must have.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`
	// Tolerations let pods run on tainted nodes.
	Tolerations []Toleration `json:"tolerations,omitempty"`
	// PriorityClass is the name of a PriorityClass.
	PriorityClass string `json:"priorityClass,omitempty"`
	// TopologySpread spreads the pods of a component over nodes, zones and the like;
	// null removes this. Default, for the web server, workers and processes with more
	// than one pod: over kubernetes.io/hostname and topology.kubernetes.io/zone, as far
	// as possible.
	TopologySpread []TopologySpread `json:"topologySpread,omitempty"`
}

// TopologySpread is one of Kubernetes' topologySpreadConstraints.
type TopologySpread struct {
	// TopologyKey is the label of nodes whose values are the places, such as
	// topology.kubernetes.io/zone; required.
	TopologyKey string `json:"topologyKey,omitempty"`
	// MaxSkew is how many pods more one place may have than another. Default: 1.
	MaxSkew int32 `json:"maxSkew,omitempty"`
	// WhenUnsatisfiable says what happens to a pod that would exceed maxSkew: it waits
	// (DoNotSchedule) or runs anyway (ScheduleAnyway). Default: ScheduleAnyway.
	WhenUnsatisfiable Unsatisfiable `json:"whenUnsatisfiable,omitempty"`
}

// Unsatisfiable is Kubernetes' whenUnsatisfiable.
type Unsatisfiable string

// Enum lists what can be done.
func (Unsatisfiable) Enum() []string { return []string{"ScheduleAnyway", "DoNotSchedule"} }

// Toleration is Kubernetes' toleration of a node's taint.
type Toleration struct {
	// Key of the taint; empty with operator Exists matches every taint.
	Key string `json:"key,omitempty"`
	// Operator is Equal or Exists. Default: Equal.
	Operator TolerationOperator `json:"operator,omitempty"`
	// Value of the taint, with Equal.
	Value string `json:"value,omitempty"`
	// Effect is the taint's effect; empty matches all.
	Effect TaintEffect `json:"effect,omitempty"`
	// Seconds a pod stays on a node that gets the taint NoExecute.
	Seconds *int64 `json:"seconds,omitempty"`
}

// TolerationOperator relates a toleration's key to its value.
type TolerationOperator string

// Enum lists the operators.
func (TolerationOperator) Enum() []string { return []string{"Equal", "Exists"} }

// TaintEffect is what a taint does to pods that do not tolerate it.
type TaintEffect string

// Enum lists the effects.
func (TaintEffect) Enum() []string {
	return []string{"NoSchedule", "PreferNoSchedule", "NoExecute"}
}
