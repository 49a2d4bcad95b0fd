// Package cli is the command djangostack.
package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
)

// Main runs the command that the arguments of the process name, and returns its exit code.
func Main() int {
	tuneMemory()
	return run(os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
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

// complain writes an error to err, and say a line to out. Both may repeat anything that
// came from outside: all but the product itself, objects and schema, goes through them.
// Nobody can be told when an error cannot be written.
func (s streams) complain(err error) {
	_, _ = fmt.Fprintln(s.err, strings.TrimSuffix(secrets.Redact(printable.Error(err)), "\n"))
}

func (s streams) say(format string, args ...any) error {
	_, err := fmt.Fprintln(s.out, printable.Line(secrets.Redact(fmt.Sprintf(format, args...))))
	return err
}

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

// findings ends a command with exit code 1. What was found has been printed, or is
// the error in it.
type findings struct{ error }

// errPrinted stands for findings that have been printed.
var errPrinted = errors.New("printed")

// Unwrap gives errors.Is and errors.As what was found.
func (f findings) Unwrap() error { return f.error }

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
		if !errors.Is(err, errPrinted) {
			std.complain(err)
		}
		return exitFindings
	case errors.As(err, &wrong):
		std.complain(err)
		std.complain(fmt.Errorf("see %s --help", wrong.command.CommandPath()))
	default:
		std.complain(err)
	}
	return exitBad
}
