package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/pkg/krm"
)

func newFn(p *program) *cobra.Command {
	var policies policyFiles
	cmd := &cobra.Command{
		Use:   "fn",
		Short: "Run as a KRM function, for kustomize and kpt",
		Long: `Read a ResourceList from standard input and write it to standard output with the
objects of a stack: those that render prints. The functionConfig is

  a DjangoStack, whose annotation djangostack.dev/environment names the
  environment to make, or
  a ConfigMap with data.environment, for the DjangoStacks among the items.

Exit code 1: the list or the stack is not right; what is wrong stands on standard
error and in the list's results, and the items are as they came.`,
		Example: fmt.Sprintf(`  # generators: [stack.yaml] in kustomization.yaml, and in stack.yaml
  # metadata.annotations: config.kubernetes.io/function: "exec: {path: ./%s}"
  kustomize build --enable-alpha-plugins --enable-exec .`, p.executable()),
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			given, err := p.inputGiven(cmd.Context())
			if err != nil {
				return err
			}
			if !given {
				return usageError{errors.New("fn reads a ResourceList from standard input, and there is none"), cmd}
			}
			compiler, err := p.judgedBy(cmd.Context(), policies)
			if err != nil {
				return err
			}
			err = krm.Run(cmd.Context(), compiler, p.in, p.out, p.err)
			switch {
			case errors.Is(err, krm.ErrFindings):
				return findings{errPrinted}
			case cmd.Context().Err() != nil:
				return err
			case err != nil:
				return findings{err}
			}
			return nil
		},
	}
	policies.addFlag(cmd)
	cmd.AddCommand(&cobra.Command{
		Use:   "definition",
		Short: "Print the KRMFunctionDefinition, with the spec's schema",
		Args:  arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			definition, err := krm.Definition(p.compiler)
			if err != nil {
				return err
			}
			_, err = p.out.Write(definition)
			return err
		},
	})
	return cmd
}
