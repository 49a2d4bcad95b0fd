package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// stackFiles are what the flag -f names, for a subcommand that reads stacks.
type stackFiles struct {
	*program
	arguments []string
	policies  policyFiles
	sources   fleet.Sources
}

func (f *stackFiles) addFlag(cmd *cobra.Command) {
	cmd.Flags().StringArrayVarP(&f.arguments, "file", "f", nil,
		"a stack's file, a folder of stacks, or - for standard input; may be repeated")
	_ = cmd.MarkFlagFilename("file", "yaml", "yml", "json")
	f.policies.addFlag(cmd)
}

// load reads and checks all that -f names. Unless everything is right it
// returns all that is wrong, and stacks that are for looking at only.
func (f *stackFiles) load(ctx context.Context) ([]*fleet.Stack, error) {
	var err error
	f.sources, err = fleet.Find(f.arguments, f.in)
	if err != nil {
		return nil, err
	}
	compiler, err := f.judgedBy(ctx, f.policies)
	if err != nil {
		return nil, err
	}
	line := startProgress(f.err, "read", len(f.sources.List))
	defer line.stop()
	stacks, err := fleet.Load(ctx, compiler, f.sources, line.step)
	if err != nil {
		return nil, err
	}
	return stacks, fleet.Failure(stacks)
}

// compile compiles one of the stacks that were loaded after the other, and hands its tree
// to use. What goes wrong with a stack is its Err then.
func (f *stackFiles) compile(
	ctx context.Context, stacks []*fleet.Stack, use func(*fleet.Stack, []overlays.File) error,
) error {
	line := startProgress(f.err, "compiled", len(stacks))
	defer line.stop()
	return fleet.Compile(ctx, stacks, line.step, use)
}

// flags is the flag -f as it would be written again.
func (f *stackFiles) flags() string {
	var words []string
	for _, argument := range f.arguments {
		words = append(words, "-f "+quoted(argument))
	}
	return strings.Join(words, " ")
}
