package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/fleet"
)

func newValidate(std streams) *cobra.Command {
	v := &validateCommand{std: std}
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
			return v.run()
		},
	}
	v.input.addFlag(cmd)
	return cmd
}

type validateCommand struct {
	std   streams
	input input
}

func (v *validateCommand) run() error {
	stacks, err := v.input.load(v.std)
	var summary string
	for _, s := range stacks {
		if s.Err != nil {
			return err
		}
		for _, w := range s.Warnings {
			marked := *w
			marked.Path = "warning: " + w.Path
			v.std.complain(&marked)
		}
	}
	switch {
	case stacks == nil:
		return err
	case err != nil:
		return findings{err}
	case len(stacks) == 1:
		summary = validIn(stacks[0])
	default:
		summary = count(len(stacks), "stack") + " valid"
	}
	return v.std.say("%s", summary)
}

func validIn(s *fleet.Stack) string {
	return fmt.Sprintf("%s: valid in %s", s.Source.Name, strings.Join(s.Document.Stack.EnvironmentNames(), ", "))
}
