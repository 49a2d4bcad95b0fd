package cli

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/pkg/overlays"
)

func newRender(std streams) *cobra.Command {
	r := &renderCommand{std: std}
	cmd := &cobra.Command{
		Use:   "render -f STACK --env ENV",
		Short: "Print the objects of one environment",
		Long: `Print all objects of a stack in one environment as YAML, equal to what
kustomize build prints of its overlay.

The Secret that an overlay makes of secrets.envFile is not among them, since the
file's values are not the stack's. To apply without the overlay, make it once:

  kubectl -n NAMESPACE create secret generic STACK-secrets --from-env-file=FILE`,
		Example: `  djangostack render -f stack.yaml --env prod | kubectl diff -f -`,
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "file", "env"); err != nil {
				return err
			}
			return r.run(cmd)
		},
	}
	r.input.addFlag(cmd)
	cmd.Flags().StringVarP(&r.environment, "env", "e", "", "the environment")
	_ = cmd.RegisterFlagCompletionFunc("env", r.complete)
	return cmd
}

type renderCommand struct {
	std         streams
	input       input
	environment string
}

func (r *renderCommand) run(cmd *cobra.Command) error {
	stacks, err := r.input.load(r.std)
	if err != nil {
		return err
	}
	if len(stacks) > 1 {
		return usage{fmt.Errorf("-f names %d stacks; render prints one", len(stacks)), cmd}
	}
	resolved, err := stacks[0].Resolved()
	if err != nil {
		return fmt.Errorf("%s: %w", stacks[0].Source.Name, err)
	}
	objects, err := resolved.Objects(r.environment)
	if err != nil {
		return fmt.Errorf("%s: %w", stacks[0].Source.Name, err)
	}
	documents, err := overlays.Encode(objects)
	if err != nil {
		return fmt.Errorf("%s: %w", stacks[0].Source.Name, err)
	}
	_, err = r.std.out.Write(bytes.Join(documents, []byte("---\n")))
	return err
}

// complete offers the environments of the stack that -f names.
func (r *renderCommand) complete(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	r.input.arguments = slices.Compact(r.input.arguments) // cobra parses twice here
	stacks, err := r.input.load(r.std)
	if err != nil || len(stacks) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return stacks[0].Document.Stack.EnvironmentNames(), cobra.ShellCompDirectiveNoFileComp
}
