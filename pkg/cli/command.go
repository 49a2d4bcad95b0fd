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

// Command is the command of a program. The zero value is the djangostack command with an empty
// input, whose output is discarded.
type Command struct {
	// Compiler makes all stacks. Its zero value has the built-in components only.
	Compiler overlays.Compiler
	// Name is what the reader types to run the program. It has several words if the program
	// is a plugin: "kubectl platform". Default: djangostack.
	Name string
	// Version is the program's own version, which the subcommand version prints beside that of
	// djangostack. Default: the version of the main module and the commit it was built from.
	Version string
	// In is the input of "-f -" and of the KRM function. Default: empty.
	In io.Reader
	// Policies are files of kind DjangoStackPolicy that judge all stacks, beside the policies of
	// the compiler and those that the flag --policy names. [Main] takes them from the variable
	// DJANGOSTACK_POLICY. Default: none.
	Policies []string
	// Out gets what is asked for and summaries, Err gets errors, warnings and progress.
	// Default: discarded.
	Out, Err io.Writer
}

// Run runs the subcommand that the arguments name, and returns the exit code. Once the context
// is done, Run waits for no more input, begins no other stack, and returns.
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
	policies      []string
}

func (c Command) program(ctx context.Context) *program {
	return &program{
		streams:  newStreams(ctx, c.In, c.Out, c.Err),
		compiler: c.Compiler,
		name:     printable.Line(cmp.Or(c.Name, product)),
		version:  c.Version,
		policies: c.Policies,
	}
}
