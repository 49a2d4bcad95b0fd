// Package spec holds the description of a Django stack: the [DjangoStack]
// types, their strict loading, environments, defaults and validation.
//
// The path of a value is always the same: [Load] reads a file and remembers
// where each value stood; [Document.Resolve] makes the environments, each an
// [Effective] stack with its patch applied and what is unset filled in, and
// reports every mistake at once. The package knows nothing of Kubernetes
// objects: those are made by package generate from what leaves this one.
//
//	doc, err := spec.Load(file, "stack.yaml")
//	environments, errs, warnings := doc.Resolve()
//
// A program that brings components of its own reads their sections, spec.extensions.NAME,
// with a [Loader] that knows their types.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package spec
