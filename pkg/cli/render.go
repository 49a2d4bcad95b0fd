package cli

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/pkg/overlays"
)

func newRender(p *program) *cobra.Command {
	r := &renderCommand{stackFiles: stackFiles{program: p}}
	cmd := &cobra.Command{
		Use:   "render -f STACK --env ENV",
		Short: "Print the objects of one environment",
		Long: `Print all objects of a stack in one environment as YAML, equal to what
kustomize build prints of its overlay.

The Secret that an overlay makes of secrets.envFile is not among them, since the
file's values are not the stack's. To apply without the overlay, make it once:

  kubectl -n NAMESPACE create secret generic STACK-secrets --from-env-file=FILE`,
		Example: fmt.Sprintf(`  %s render -f stack.yaml --env prod | kubectl diff -f -`, p.name),
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "file", "env"); err != nil {
				return err
			}
			return r.run(cmd)
		},
	}
	r.addFlag(cmd)
	cmd.Flags().StringVarP(&r.environment, "env", "e", "", "the environment")
	_ = cmd.RegisterFlagCompletionFunc("env", r.complete)
	return cmd
}

type renderCommand struct {
	stackFiles
	environment string
}

func (r *renderCommand) run(cmd *cobra.Command) error {
	stacks, err := r.load(cmd.Context())
	if err != nil {
		return err
	}
	if len(stacks) > 1 {
		return usageError{fmt.Errorf("-f names %d stacks; render prints one", len(stacks)), cmd}
	}
	resolved, err := stacks[0].Resolved(cmd.Context())
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
	_, err = r.out.Write(bytes.Join(documents, []byte("---\n")))
	return err
}

// complete offers the environments of the stack that -f names.
func (r *renderCommand) complete(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	r.arguments = slices.Compact(r.arguments) // cobra parses twice here
	stacks, err := r.load(cmd.Context())
	if err != nil || len(stacks) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return stacks[0].Document.Stack.EnvironmentNames(), cobra.ShellCompDirectiveNoFileComp
}
