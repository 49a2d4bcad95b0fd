package generate

import (
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
	// Bindings are the services Django processes use, in registry order.
	Bindings []Binding
	// Config is the plain environment of every Django process.
	Config map[string]string
	// Vars is the rest of it: what comes from Secrets or is composed of those,
	// in an order in which each refers only to earlier ones.
	Vars []corev1.EnvVar
	// Edges are all connections within the stack and out of it.
	Edges []Edge

	components []Component
	// edgesFrom and edgesTo are the edges by the component at either end.
	edgesFrom, edgesTo map[string][]Edge
}

// Component is one concern of a stack: a file of its own and a line in the
// registry.
type Component struct {
	// Name says what the component is: "web", "postgres".
	Name string
	// Publish adds what the component runs, offers and needs to the stack. It
	// reads the spec only, never what others published.
	Publish func(*Stack)
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

// BindingKind is what a service is to Django. A component of one's own may have
// a kind of its own.
type BindingKind string

// The kinds of bindings.
const (
	// BindAny stands for every kind among what a workload uses.
	BindAny      BindingKind = "*"
	BindDatabase BindingKind = "database"
	BindCache    BindingKind = "cache"
	BindBroker   BindingKind = "broker"
	BindProcess  BindingKind = "process"
)

// Binding is a database, cache or broker as the Django processes see it.
type Binding struct {
	// Kind of service.
	Kind BindingKind
	// Component is the workload that serves it, "" where it is external.
	Component string
	// Port it listens on.
	Port int32
	// CIDR of an external service.
	CIDR string
	// Namespace of one that runs in the cluster, outside the stack.
	Namespace string
	// Config is its plain part of the environment.
	Config map[string]string
	// Vars is the rest: Secrets first, then what is composed of them.
	Vars []corev1.EnvVar
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

// allBindings is what a process uses that may run any of the project's code.
var allBindings = []BindingKind{BindAny}
