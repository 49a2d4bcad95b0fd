package stack

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Workload is one set of pods.
type Workload struct {
	// Component is its name in the stack and the value of the label
	// app.kubernetes.io/component: "web", "worker-mail", "database".
	Component string
	// Image its pods run, where it is not the stack's own.
	Image spec.ImageRef
	// Ports it listens on, by container port name: those of bindings and of its Service, and
	// those that network.ingress and uses open. One that only Ingress opens, such as that of
	// metrics, need not be among them. Those of the user's sidecars are not ([Workload.AllPorts]).
	Ports map[string]int32
	// Protocols of ports that are not of TCP, by the same names.
	Protocols map[string]corev1.Protocol
	// Private are ports that its containers listen on for each other alone: no policy opens
	// them, and no sidecar may have them.
	Private map[string]int32
	// Replicas is how many pods there are at most.
	Replicas int32
	// Once says that its pods are those of a Job that runs once a release. The Job's name
	// follows from what is in its pods, so policies admit them by their component: a label
	// for whom they connect to would make another Job of it where a server moves.
	Once bool
	// Options are what the user says of its pods: the [spec.PodOptions] that the type of
	// the component's section embeds. [Stack.PodTemplate] applies them; nil: nothing.
	Options *spec.PodOptions
	// Uses are the kinds of bindings its pods connect to. Where a stack has none of a kind,
	// they connect to nothing of it.
	Uses []BindingKind
	// ServiceAnnotations are those of its Service, for what stands before it. What
	// [Stack.PortService] makes has them.
	ServiceAnnotations map[string]string
	// Ingress are the ways in from outside the stack.
	Ingress []NetworkRule
	// Egress are ways out of the stack beyond its bindings.
	Egress []NetworkRule
}

// NetworkRule is a way into a workload from outside the stack, or out of it.
type NetworkRule struct {
	// Port is a container port, or the port outside.
	Port int32
	// Protocol of the port; empty is TCP.
	Protocol corev1.Protocol
	// CIDRs at the other end. Empty beside an empty Namespace: anything.
	CIDRs []string
	// Namespace whose pods stand at the other end.
	Namespace string
	// NamespaceLabel is what all namespaces have whose pods stand there.
	NamespaceLabel string
}

// Equal reports whether two rules are the same.
func (r NetworkRule) Equal(other NetworkRule) bool {
	return r.Port == other.Port && r.Protocol == other.Protocol && r.Namespace == other.Namespace &&
		r.NamespaceLabel == other.NamespaceLabel && slices.Equal(r.CIDRs, other.CIDRs)
}

// Edge is a connection from one workload to another or out of the stack.
type Edge struct {
	// From and To are components; To is "" where the connection leaves the
	// stack.
	From, To string
	// NetworkRule is the port, and where it leaves the stack, its end.
	NetworkRule
}
