package spec

// Affinity is Kubernetes' affinity of a pod, with the names that Kubernetes has for each
// rule.
type Affinity struct {
	// NodeAffinity has rules about the labels of nodes.
	NodeAffinity NodeAffinity `json:"nodeAffinity,omitzero"`
	// PodAffinity has rules about the pods that it runs near to.
	PodAffinity PodAffinity `json:"podAffinity,omitzero"`
	// PodAntiAffinity has rules about the pods that it does not run near to.
	PodAntiAffinity PodAffinity `json:"podAntiAffinity,omitzero"`
}

// NodeAffinity has rules about nodes.
type NodeAffinity struct {
	// Required is what a node must match to run the pod.
	Required NodeSelector `json:"requiredDuringSchedulingIgnoredDuringExecution,omitzero"`
	// Preferred are terms that add their weight to the score of the nodes that match.
	Preferred []PreferredNodeTerm `json:"preferredDuringSchedulingIgnoredDuringExecution,omitempty"`
}

// NodeSelector selects nodes.
type NodeSelector struct {
	// NodeSelectorTerms of which a node must match one.
	NodeSelectorTerms []NodeSelectorTerm `json:"nodeSelectorTerms,omitempty"`
}

// NodeSelectorTerm selects the nodes that match all its requirements.
type NodeSelectorTerm struct {
	// MatchExpressions are requirements on labels.
	MatchExpressions []NodeRequirement `json:"matchExpressions,omitempty"`
	// MatchFields are requirements on fields, of which there is one: metadata.name.
	MatchFields []NodeRequirement `json:"matchFields,omitempty"`
}

// NodeRequirement compares a label or field of nodes.
type NodeRequirement struct {
	// Key of the label, or the field; required.
	Key string `json:"key,omitempty"`
	// Operator compares; required.
	Operator NodeOperator `json:"operator,omitempty"`
	// Values to compare with: some for In and NotIn, one whole number for Gt and Lt, none
	// for Exists and DoesNotExist.
	Values []string `json:"values,omitempty"`
}

// NodeOperator relates a label of nodes to values.
type NodeOperator string

// The operators of requirements on nodes.
const (
	NodeIn           NodeOperator = "In"
	NodeNotIn        NodeOperator = "NotIn"
	NodeExists       NodeOperator = "Exists"
	NodeDoesNotExist NodeOperator = "DoesNotExist"
	NodeGt           NodeOperator = "Gt"
	NodeLt           NodeOperator = "Lt"
)

// Enum lists the operators.
func (NodeOperator) Enum() []string {
	return []string{"In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"}
}

// PreferredNodeTerm is a term with its weight.
type PreferredNodeTerm struct {
	// Weight of the term, from 1 to 100; required.
	Weight int32 `json:"weight,omitempty"`
	// Preference is the term.
	Preference NodeSelectorTerm `json:"preference"`
}

// PodAffinity has rules about pods in the same place.
type PodAffinity struct {
	// Required are terms that must all hold for the pod to run in a place.
	Required []PodTerm `json:"requiredDuringSchedulingIgnoredDuringExecution,omitempty"`
	// Preferred are terms that add their weight to the score of the nodes where they hold.
	Preferred []PreferredPodTerm `json:"preferredDuringSchedulingIgnoredDuringExecution,omitempty"`
}

// PodTerm says which pods are meant, and what the same place is.
type PodTerm struct {
	// LabelSelector selects the pods; {} selects all, and none is selected without it.
	LabelSelector *LabelSelector `json:"labelSelector,omitempty"`
	// Namespaces of the pods. Default: that of the stack.
	Namespaces []string `json:"namespaces,omitempty"`
	// NamespaceSelector selects further namespaces; {} selects all.
	NamespaceSelector *LabelSelector `json:"namespaceSelector,omitempty"`
	// TopologyKey is the label of nodes whose values are the places, such as
	// kubernetes.io/hostname; required.
	TopologyKey string `json:"topologyKey,omitempty"`
	// MatchLabelKeys are labels whose values the pods share with this one.
	MatchLabelKeys []string `json:"matchLabelKeys,omitempty"`
	// MismatchLabelKeys are labels whose values the pods do not share with this one.
	MismatchLabelKeys []string `json:"mismatchLabelKeys,omitempty"`
}

// PreferredPodTerm is a term with its weight.
type PreferredPodTerm struct {
	// Weight of the term, from 1 to 100; required.
	Weight int32 `json:"weight,omitempty"`
	// PodAffinityTerm is the term.
	PodAffinityTerm PodTerm `json:"podAffinityTerm"`
}

// LabelSelector selects what matches all its requirements.
type LabelSelector struct {
	// MatchLabels are labels and their values.
	MatchLabels map[string]string `json:"matchLabels,omitempty"`
	// MatchExpressions are requirements on labels.
	MatchExpressions []LabelRequirement `json:"matchExpressions,omitempty"`
}

// LabelRequirement compares a label.
type LabelRequirement struct {
	// Key of the label; required.
	Key string `json:"key,omitempty"`
	// Operator compares; required.
	Operator LabelOperator `json:"operator,omitempty"`
	// Values to compare with: some for In and NotIn, none for Exists and DoesNotExist.
	Values []string `json:"values,omitempty"`
}

// LabelOperator relates a label to values.
type LabelOperator string

// The operators of requirements on labels.
const (
	LabelIn           LabelOperator = "In"
	LabelNotIn        LabelOperator = "NotIn"
	LabelExists       LabelOperator = "Exists"
	LabelDoesNotExist LabelOperator = "DoesNotExist"
)

// Enum lists the operators.
func (LabelOperator) Enum() []string { return []string{"In", "NotIn", "Exists", "DoesNotExist"} }
