package generate

import (
	"reflect"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Stack is a stack in one environment with its topology resolved: who runs, who
// listens where, who talks to whom, and what the Django processes are told.
// Builders read it and never change it.
type Stack struct {
	// Name is the stack's name, the prefix of every object's.
	Name string
	// Environment is the environment's name, "" for the base.
	Environment string
	// Spec is the merged spec with every default filled in.
	Spec *spec.StackSpec
	// Metadata is what the user wants on every object.
	Metadata spec.Metadata
	// Workloads are all that run, in registry order.
	Workloads []Workload
	// Bindings are the services that workloads use, in registry order.
	Bindings []Binding
	// Edges are all connections within the stack and out of it.
	Edges []Edge
	// OneNodeVolumes are the names of those volumes of pods that only one node at a time
	// can mount: all pods that have one of them run on one node.
	OneNodeVolumes []string

	components []Component
	kept       map[reflect.Type]any
	// edgesFrom and edgesTo are the edges by the component at either end.
	edgesFrom, edgesTo map[string][]Edge
	once               map[string]bool // by component
}

// Component is one concern of a stack: a file of its own and a line in the
// registry.
type Component struct {
	// Name says what the component is: "web", "postgres".
	Name string
	// Publish adds what the component runs, offers and needs to the stack. It
	// reads the spec only, never what others published.
	Publish func(*Stack)
	// Resolve works out, once all components have published, what depends on others,
	// and may change what is published. What the builders need of it, [Keep] keeps.
	Resolve func(*Stack)
	// Objects builds the component's objects from the resolved stack. It reads
	// the topology and never another component's objects. It returns new objects
	// each time, which share no memory with anything: environments are built side by
	// side, and whoever gets the objects may change them.
	Objects func(*Stack) []Object
}

// Workload is one set of pods.
type Workload struct {
	// Component is its name in the stack and the value of the label
	// app.kubernetes.io/component: "web", "worker-mail", "database".
	Component string
	// Image its pods run, where it is not the stack's own.
	Image spec.ImageRef
	// Ports it listens on, by container port name.
	Ports map[string]int32
	// Replicas is how many pods there are at most.
	Replicas int32
	// Once says that its pods are those of a Job that runs once a release. The Job's name
	// follows from what is in its pods, so policies admit them by their component: a label
	// for whom they connect to would make another Job of it where a server moves.
	Once bool
	// AccountAnnotations are on its ServiceAccount: rights that a cloud grants by them.
	AccountAnnotations map[string]string
	// Uses are the kinds of bindings its pods connect to.
	Uses []BindingKind
	// Serves are the ways in from outside the stack.
	Serves []Opening
	// Reaches are ways out of the stack beyond its bindings.
	Reaches []Opening
}

// Opening is a way into a workload from outside the stack, or out of it.
type Opening struct {
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

func (o Opening) equal(other Opening) bool {
	return o.Port == other.Port && o.Protocol == other.Protocol && o.Namespace == other.Namespace &&
		o.NamespaceLabel == other.NamespaceLabel && slices.Equal(o.CIDRs, other.CIDRs)
}

// Edge is a connection from one workload to another or out of the stack.
type Edge struct {
	// From and To are components; To is "" where the connection leaves the
	// stack.
	From, To string
	// Opening is the port, and where it leaves the stack, its end.
	Opening
}

// Publish adds a workload to the stack.
func (st *Stack) Publish(w Workload) { st.Workloads = append(st.Workloads, w) }

// Bind adds a service to the stack.
func (st *Stack) Bind(b Binding) { st.Bindings = append(st.Bindings, b) }

// Keep keeps what a component's Resolve has worked out for the builders: one value of
// each type. A type of the component's own package makes it private to that.
func Keep[T any](st *Stack, value T) { st.kept[reflect.TypeFor[T]()] = value }

// Kept returns the value of a type that [Keep] keeps, the zero value where there is none.
func Kept[T any](st *Stack) T {
	value, _ := st.kept[reflect.TypeFor[T]()].(T)
	return value
}
