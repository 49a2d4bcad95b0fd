package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/pkg/overlays"
)

func newValidate(p *program) *cobra.Command {
	v := &validateCommand{stackFiles: stackFiles{program: p}}
	cmd := &cobra.Command{
		Use:   "validate -f STACK",
		Short: "Check stacks in all their environments",
		Long: `Check stacks in all their environments and print every mistake and warning with
its place in the file. Exit code 1: there are mistakes.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "file"); err != nil {
				return err
			}
			return v.run(cmd.Context())
		},
	}
	v.addFlag(cmd)
	return cmd
}

type validateCommand struct{ stackFiles }

func (v *validateCommand) run(ctx context.Context) error {
	stacks, err := v.load(ctx)
	for _, s := range stacks {
		if s.Err != nil {
			return err
		}
		for _, w := range s.Warnings {
			marked := *w
			marked.Path = "warning: " + w.Path
			v.complain(&marked)
		}
	}
	switch {
	case stacks == nil:
		return err
	case err != nil:
		return findings{err}
	}
	if err := v.compileToo(ctx, stacks); err != nil {
		return err
	}
	if len(stacks) == 1 {
		return v.say("%s", validIn(stacks[0]))
	}
	return v.say("%s valid", count(len(stacks), "stack"))
}

// compileToo compiles stacks that are valid, where that may fail: what djangostack makes of them
// compiles, but a component and a Mutate of the program's own may refuse them.
func (v *validateCommand) compileToo(ctx context.Context, stacks []*fleet.Stack) error {
	if v.compiler.Components == nil && v.compiler.Mutate == nil {
		return nil
	}
	err := v.compile(ctx, stacks, func(*fleet.Stack, []overlays.File) error { return nil })
	if err != nil {
		return err
	}
	if err := fleet.Failure(stacks); err != nil {
		return findings{err}
	}
	return nil
}

func validIn(s *fleet.Stack) string {
	return fmt.Sprintf("%s: valid in %s", s.Source.Name, strings.Join(s.Document.Stack.EnvironmentNames(), ", "))
}
