package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitOK          = 0
	exitFindings    = 1   // the command did its work and found something
	exitError       = 2   // wrong usage, bad input, or a file that cannot be read or written
	exitInterrupted = 130 // as shells have it
)

// findings ends a command with exit code 1. What was found has been printed, or is
// the error in it.
type findings struct{ error }

// errPrinted stands for findings that have been printed.
var errPrinted = errors.New("printed")

// Unwrap gives errors.Is and errors.As what was found.
func (f findings) Unwrap() error { return f.error }

// usageError is a mistake in the command line.
type usageError struct {
	error
	command *cobra.Command
}

// exit prints the error that a command has ended with, and returns its exit code.
func (p *program) exit(ctx context.Context, err error) int {
	var found findings
	var wrong usageError
	switch {
	case err == nil:
		return exitOK
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		p.complain(fmt.Errorf("stopped: %w", context.Cause(ctx)))
		return exitInterrupted
	case errors.As(err, &found):
		if !errors.Is(err, errPrinted) {
			p.complain(err)
		}
		return exitFindings
	case errors.As(err, &wrong):
		p.complain(err)
		p.complain(fmt.Errorf("see %s --help", wrong.command.CommandPath()))
	default:
		p.complain(err)
	}
	return exitError
}
