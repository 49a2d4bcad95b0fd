package spec

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

// The choices between policies.
const (
	SelectMax      ScalingSelect = "Max"
	SelectMin      ScalingSelect = "Min"
	SelectDisabled ScalingSelect = "Disabled"
)

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

// The units of policies.
const (
	ScalePods    ScalingUnit = "Pods"
	ScalePercent ScalingUnit = "Percent"
)

// Enum lists the units.
func (ScalingUnit) Enum() []string { return []string{"Pods", "Percent"} }
