// Package stack is what the components of a stack are written with, the built-in ones and those
// of others. It knows nothing of Django. docs/extensions.md is the tutorial for a component of
// one's own, and examples/extension the program it is about.
//
// A [Component] is a value with the steps that it needs. They run in this order, each for all
// components before the next:
//
//   - Publish adds to the [Stack] what the component runs ([Stack.Publish] a [Workload]) and
//     what its clients are told of it ([Stack.Bind] a [Binding]).
//   - Resolve works out what depends on what others have published.
//   - Validate reports what is wrong, each finding with the path of a field of the spec.
//   - Objects makes Kubernetes objects. For each [Pod] that becomes a pod template, the ExtendPod
//     of every component may add to it.
//
// From the workloads and bindings follow the connections ([Edge]), and from these the network
// policies, the ServiceAccounts and the names that network.ingress takes. No component makes
// them itself.
//
// # Objects
//
// [Stack.Meta] gives an object its name and labels, [Stack.Selector] the labels of a component's
// pods. [Stack.Deployment], [Stack.StatefulSet], [Stack.Job] and [Stack.PodTemplate] make what
// runs a Pod, under Pod Security "restricted". [Stack.PortService] and [Stack.HeadlessService]
// make Services, [Stack.Claim] a volume's claim. [Check] makes a probe of an [HTTPHandler], a
// [TCPHandler] or an [ExecHandler]. [SecretVar] is a variable from a Secret; [LiteralVar] and
// [LiteralCommand] keep Kubernetes from replacing $(NAME) in a user's text.
//
// [Stack.Build] makes all objects under plain names, and [Stack.Finish] makes of these what is
// applied: with the namespace and the labels of the environment, ConfigMaps and Jobs named by
// their content. [Stack.Objects] does both.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package stack
