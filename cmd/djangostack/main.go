// Command djangostack compiles descriptions of Django stacks into kustomize
// bases and overlays.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	os.Exit(run(os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// streams are what a command reads and writes. The product and a summary go to
// out, errors, warnings and progress to err.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// The exit codes.
const (
	exitOK       = 0
	exitFindings = 1 // the command did its work and found something
	exitBad      = 2 // wrong usage, bad input, or a file that cannot be read or written
)

// findings ends a command with exit code 1. What was found has been printed,
// but for the message, which may be empty.
type findings string

// Error is the message.
func (f findings) Error() string { return string(f) }

// usage is a mistake in the command line.
type usage struct {
	error
	command *cobra.Command
}

func run(arguments []string, std streams) int {
	root := newRoot(std)
	root.SetArgs(arguments)
	err := root.Execute()
	var found findings
	var wrong usage
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &found):
		if found != "" {
			fmt.Fprintln(std.err, found)
		}
		return exitFindings
	case errors.As(err, &wrong):
		fmt.Fprintf(std.err, "%v\nsee %s --help\n", err, wrong.command.CommandPath())
	default:
		fmt.Fprintln(std.err, err)
	}
	return exitBad
}
