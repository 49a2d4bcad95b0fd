// Package generate turns a Django stack in one environment into typed
// Kubernetes objects.
//
// [Resolve] works out the topology: every component publishes the workloads it runs and
// the services it offers, and from these follow the connections, and with them the network
// policies, service accounts and the environment of the project. [stack.Stack.Objects] then
// builds the objects as they are applied. [stack.Stack.Build] and [stack.Stack.Finish] are
// its two halves, for those who change objects in between: Build makes them under plain
// names, Finish sets namespace and labels and names ConfigMaps and Jobs by their content.
// Objects share no memory with each other nor with the stack, so any of them may be changed.
//
//	prod, err := doc.Stack.Effective("prod")
//	st, err := generate.Resolve(prod)
//	objects, err := st.Objects()
//
// Everything is a pure function of the stack: same stack, same objects, in the same order.
// A component of one's own is a [stack.Component] beside [Components]; package stack is what
// it is written with, as the built-in ones are. The example of [Resolve] adds one.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package generate
