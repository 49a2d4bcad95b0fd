// Command djangostack compiles descriptions of Django stacks into kustomize
// bases and overlays.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func main() {
	tuneMemory()
	os.Exit(run(os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// memoryGrowth is by how many percent the memory in use may grow before what is no
// longer needed of it is collected. A stack's command ends before that; of a
// thousand no more than a few are in memory beside their specs.
const memoryGrowth = 400

// tuneMemory leaves alone what the environment sets.
func tuneMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(memoryGrowth)
	}
}

// streams are what a command reads and writes. The product and a summary go to
// out, errors, warnings and progress to err.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// complain writes to err. Nobody can be told when that fails.
func (s streams) complain(format string, args ...any) { _, _ = fmt.Fprintf(s.err, format, args...) }

// inputGiven reports whether something waits on the standard input that is no
// terminal. It looks for the first byte only, and puts it back. Only fn and
// the bare command ask; no other command waits for input.
func (s *streams) inputGiven() bool {
	if file, ok := s.in.(*os.File); ok {
		if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice != 0 {
			return false
		}
	}
	in := bufio.NewReader(s.in)
	s.in = in
	_, err := in.Peek(1)
	return err == nil
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
	if len(arguments) == 0 && std.inputGiven() {
		arguments = []string{"fn"}
	}
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
			std.complain("%v\n", found)
		}
		return exitFindings
	case errors.As(err, &wrong):
		std.complain("%v\nsee %s --help\n", err, wrong.command.CommandPath())
	default:
		std.complain("%v\n", err)
	}
	return exitBad
}
