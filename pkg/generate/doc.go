// Package generate turns a Django stack in one environment into typed
// Kubernetes objects.
//
// [Resolve] works out the topology: every [Component] publishes the workloads
// it runs and the services it offers, and from these follow the Django
// processes' environment, the connections, and with them the network policies
// and service accounts. [Stack.Objects] then builds the objects as they are
// applied. [Stack.Build] and [Stack.Finish] are its two halves, for those who
// change objects in between: Build makes them under plain names, Finish sets
// namespace and labels and names ConfigMaps and Jobs by their content. Objects share no
// memory with each other nor with the stack, so any of them may be changed.
//
//	stack, err := doc.Stack.Effective("prod")
//	objects := generate.Resolve(stack).Objects()
//
// Everything is a pure function of the stack: same stack, same objects, in the
// same order. A component of one's own is a [Component] beside [Components]; what it
// is written with, such as [Stack.Meta], [Stack.Selector] and [Stack.PodTemplate], is what
// the built-in ones use, and makes new maps, lists and pointers each time. The example of
// [Resolve] adds one.
//
// The API is v1alpha1 as the spec is: names may still change before the first
// release, and the changelog says which did.
package generate
