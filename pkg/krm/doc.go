// Package krm is djangostack as a KRM function: a ResourceList comes in, and the
// same list goes out with the objects of a stack. Kustomize runs it as a generator or a
// transformer, kpt in a pipeline.
//
// [Run] is the function for a program of one's own, whose stacks are made by the
// [overlays.Compiler] that it gives. The command of package cli has it as the subcommand
// fn; a program that is nothing but the function has a main like this:
//
//	func main() {
//		err := krm.Run(context.Background(), compiler, os.Stdin, os.Stdout, os.Stderr)
//		if err != nil && !errors.Is(err, krm.ErrFindings) {
//			fmt.Fprintln(os.Stderr, err)
//		}
//		if err != nil {
//			os.Exit(1)
//		}
//	}
//
// [Definition] describes the function to catalogues.
//
// # Requests
//
// A request is a DjangoStack and an environment. If the functionConfig is a
// DjangoStack, that one is made, in the environment that its annotation
// djangostack.dev/environment names. If it is a ConfigMap, every DjangoStack
// among the items is made, in data.environment or in the environment of its own
// annotation.
//
// # What comes back
//
// The objects are those that the command's render prints. They take the place of the items of
// the same apiVersion, kind, name and namespace, or are added at the end. Objects that an
// earlier run made of the same stack and environment, and that are not made any more, are
// removed. All other items stay as they are, with their
// comments.
//
// The functionConfig is read as strictly as a stack. Findings are printed twice, in the list's
// results and as text, since kustomize drops the results and goes by the exit code alone.
// If one of them is an error, the items are those that came in.
//
// What a platform allows stacks the compiler's Policies say, which whoever runs the function gives.
// A policy among the items is refused.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package krm

// The list is read and written here and not by kyaml's fn framework, whose
// types the tests use: its Execute takes a host's own bookkeeping annotation
// (annotations-migration-resource-id) off every item and drops empty
// annotations of items it has no business with, it takes a list without
// functionConfig for right, and it succeeds in spite of error results.
