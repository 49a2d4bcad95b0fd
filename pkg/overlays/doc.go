// Package overlays turns a stack into a tree of files, a kustomize base and one overlay per
// environment, and keeps that tree in a folder.
//
// [Compile] makes the tree with the built-in components, and a [Compiler] with components
// and changes of one's own. [Compiler.Resolve] also returns the warnings about a stack, and a
// [Resolved] has the objects of each environment beside the tree. [Write] puts a tree into a
// folder without touching files that it does not own, and [Check] says what differs.
//
//	files, err := overlays.Compile(ctx, doc.Stack)
//	result, err := overlays.Write(ctx, "deploy/shop", files)
//
// The base is what the environments share. Every difference is expressed in the most readable
// form that kustomize has: namespace, labels, images, replicas, generators, then
// strategic-merge patches. Every overlay is proved to build to exactly the objects that it was
// computed from, with a model of kustomize that is exact for these trees. Package
// kustomizeverify builds the same bytes with kustomize itself.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package overlays
