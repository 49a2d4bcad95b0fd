// Package cli is djangostack's command, for a program of one's own: its subcommands make
// stacks with the components and the changes of the [overlays.Compiler] that the program
// gives.
//
// A program that adds a component to the built-in ones has this main.go:
//
//	func main() {
//		os.Exit(cli.Main(overlays.Compiler{
//			Components: append(generate.Components(), search.Component()),
//		}))
//	}
//
// [Main] is the command of a process. A [Command] is the same for tests and for programs
// that have it beside others: its streams and its arguments are given to it, and [Command.Run]
// ends when its context is done.
//
// # Names
//
// What the reader of a help text or a message is to type begins with the program's own name:
// usage, examples, remedies such as "run: platform generate -f stack.yaml -o deploy", and the
// completion scripts. What is in a file or a cluster is called djangostack's in every program,
// so that programs take over each other's trees and no object changes with the name of a
// file: the head of generated files, the checksum file .djangostack.sum, labels,
// annotations, and the name of the KRM function in its definition.
//
// # Exit codes
//
// 0: the command has done its work. 1: it has found something that is wrong with a stack or
// a folder. 2: wrong usage, or a file that cannot be read or written. 130: the context has
// ended first.
//
// The API is v1alpha1 as the spec is: names may still change before the first
// release, and the changelog says which did.
package cli
