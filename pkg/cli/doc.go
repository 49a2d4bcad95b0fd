// Package cli is the djangostack command as a library. A program of your own has all of its
// subcommands, and each of them makes stacks with the components and the changes of the
// [overlays.Compiler] that the program gives.
//
// A program with one component beside the built-in ones has this main function:
//
//	func main() {
//		os.Exit(cli.Main(overlays.Compiler{
//			Components: append(generate.Components(), search.Component()),
//		}))
//	}
//
// [Main] runs the command as a process: with its arguments, its streams and its signals.
// [Command] is for tests, and for programs in which the command is one part of several:
// the caller gives the streams, the arguments and a context.
//
// # Names
//
// What the reader of a help text or a message has to type begins with the name of the
// program: usage, examples, completion scripts, and remedies such as
// "run: platform generate -f stack.yaml -o deploy".
//
// What is written to a folder or a cluster has the name djangostack in every program:
// the head of generated files, the checksum file .djangostack.sum, labels, annotations, and
// the KRM function in its definition. So a tree can be taken over by another program, and
// renaming a program changes no object.
//
// # Exit codes
//
//   - 0: the command has done its work.
//   - 1: the command has found something wrong with a stack or a folder.
//   - 2: the command line is wrong, or an input or a folder cannot be used.
//   - 130: the context ended before the command did.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package cli
