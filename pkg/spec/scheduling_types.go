package spec

// Scheduling says on which nodes pods run.
type Scheduling struct {
	// NodeSelector are labels the node must have.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`
	// Tolerations let pods run on tainted nodes.
	Tolerations []Toleration `json:"tolerations,omitempty"`
	// PriorityClass is the name of a PriorityClass.
	PriorityClass string `json:"priorityClass,omitempty"`
	// Affinity has rules about nodes, and about the pods that run on them.
	Affinity Affinity `json:"affinity,omitzero"`
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

// What happens to a pod that no place is left for.
const (
	ScheduleAnyway Unsatisfiable = "ScheduleAnyway"
	DoNotSchedule  Unsatisfiable = "DoNotSchedule"
)

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

// The operators of tolerations.
const (
	TolerationEqual  TolerationOperator = "Equal"
	TolerationExists TolerationOperator = "Exists"
)

// Enum lists the operators.
func (TolerationOperator) Enum() []string { return []string{"Equal", "Exists"} }

// TaintEffect is what a taint does to pods that do not tolerate it.
type TaintEffect string

// The effects of taints.
const (
	TaintNoSchedule       TaintEffect = "NoSchedule"
	TaintPreferNoSchedule TaintEffect = "PreferNoSchedule"
	TaintNoExecute        TaintEffect = "NoExecute"
)

// Enum lists the effects.
func (TaintEffect) Enum() []string {
	return []string{"NoSchedule", "PreferNoSchedule", "NoExecute"}
}
