package cli

import (
	"cmp"
	"context"
	"io"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// product is the name of a command that has no other.
const product = "djangostack"

// Command is the command of a program. The zero value is djangostack's own, with nothing to
// read and nobody to read what it prints.
type Command struct {
	// Compiler makes all stacks. Its zero value is that of the command djangostack.
	Compiler overlays.Compiler
	// Name is what one types to run the program, in usage, examples and remedies.
	// It has several words where the program is a plugin: "kubectl platform". Default:
	// djangostack.
	Name string
	// Version is the program's own, as the subcommand version prints it. Default: that of the
	// main module, with the commit it was built from.
	Version string
	// In is what "-f -" and the KRM function read. Default: nothing.
	In io.Reader
	// Out is where the product and summaries go, Err is for errors, warnings and progress.
	// Default: nowhere.
	Out, Err io.Writer
}

// Run runs the subcommand that the arguments name, and returns the exit code of the process.
// When the context is done, Run stops waiting for input, and returns when the folders that it
// is writing to are whole.
func (c Command) Run(ctx context.Context, args ...string) int {
	p := c.program(ctx)
	if len(args) == 0 {
		given, err := p.inputGiven(ctx)
		if err != nil {
			return p.exit(ctx, err)
		}
		if given {
			args = []string{"fn"}
		}
	}
	root := newRoot(p)
	root.SetArgs(append([]string{}, args...)) // nil is os.Args to cobra
	return p.exit(ctx, root.ExecuteContext(ctx))
}

// program is a Command with its defaults, while it runs. All subcommands have it in common.
type program struct {
	streams
	compiler      overlays.Compiler
	name, version string
}

func (c Command) program(ctx context.Context) *program {
	return &program{
		streams:  newStreams(ctx, c.In, c.Out, c.Err),
		compiler: c.Compiler,
		name:     printable.Line(cmp.Or(c.Name, product)),
		version:  c.Version,
	}
}
