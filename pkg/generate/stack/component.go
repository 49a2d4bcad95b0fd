package stack

import (
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Component is one concern of a stack, such as the web server or PostgreSQL. Each of its
// steps may be nil. An error, or a panic, of a step is a [ComponentError].
//
// Environments are resolved and built side by side, so steps run in several goroutines at
// a time, each for another Stack.
type Component struct {
	// Name says what the component is: "web", "postgres". No other has it.
	Name string
	// Extension is the section of spec.extensions that the component reads, by
	// [spec.ExtensionOf]. Nil: none.
	Extension *spec.ExtensionType
	// ClusterScoped are kinds of custom resources that belong to the cluster and not to a
	// namespace, as their CustomResourceDefinition says: objects of these kinds get none,
	// whichever component makes them. Those of Kubernetes' own kinds need not be here.
	ClusterScoped []schema.GroupKind
	// Publish adds what the component runs, offers and needs to the stack. It reads the
	// spec only, never what others publish. The spec need not be valid.
	Publish func(*Stack) error
	// Resolve works out what depends on what others have published, once all have. It may
	// change workloads, such as their ports, but adds none, and no bindings. What the
	// builders need of it [Keep] keeps.
	Resolve func(*Stack) error
	// Validate says what is wrong with the resolved stack, and what is allowed but seldom
	// meant, each with the path of a field of the spec, such as "spec.web.replicas".
	Validate func(*Stack) (errs, warnings field.ErrorList)
	// ExtendPod adds to pods of the stack, other components' too: labels, containers,
	// volumes, variables. It is called for each [Pod] before anything else is made of it,
	// so containers that it adds get the security context of all others.
	ExtendPod func(*Stack, *Pod)
	// Objects builds the component's objects from the resolved stack. It reads the
	// topology and never another component's objects. It returns new objects each time,
	// which share no memory with anything: whoever gets the objects may change them.
	Objects func(*Stack) ([]Object, error)
}
