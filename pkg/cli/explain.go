package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/pkg/policy"
)

func newExplain(p *program) *cobra.Command {
	e := &explainCommand{program: p}
	cmd := &cobra.Command{
		Use:   "explain [PATH]",
		Short: "Describe a field of the spec, or tell where a stack's value comes from",
		Long: `Describe a field of the spec: its type, meaning and default. Behind the kind
DjangoStackPolicy and a dot, the path is one of a platform's policy.

With --from, print the values that a stack has at the path, each with the file, line
and column that says it, or with the default. Files that the stack extends, the
profile and what null removed are told apart. The stack need not be valid. Secrets are
not shown.`,
		Example: fmt.Sprintf(`  %[1]s explain spec.web.autoscaling
  %[1]s explain DjangoStackPolicy.spec.images
  %[1]s explain --from stack.yaml --env prod spec.web`, p.name),
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := ""
			if len(args) > 0 {
				path = args[0]
			}
			switch {
			case e.from != "":
				return e.origins(cmd.Context(), path)
			case e.environment != "":
				return usageError{errors.New("--env says in which environment of a stack; give the stack with --from"), cmd}
			}
			text, err := p.explain(path)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(p.out, text)
			return err
		},
	}
	cmd.Flags().StringVar(&e.from, "from", "", "a stack's file, or - for standard input")
	_ = cmd.MarkFlagFilename("from", "yaml", "yml", "json")
	cmd.Flags().StringVarP(&e.environment, "env", "e", "", "with --from: only this environment")
	return cmd
}

// explain describes a field of a stack, or of a policy if its kind stands before the path.
func (p *program) explain(path string) (string, error) {
	if kind, below, _ := strings.Cut(path, "."); kind == policy.Kind {
		return policy.Explain(below)
	}
	return p.compiler.Explain(path)
}

type explainCommand struct {
	*program
	from, environment string
}

// origins prints where the values of a stack come from.
func (e *explainCommand) origins(ctx context.Context, path string) error {
	sources, err := fleet.Find([]string{e.from}, e.in)
	if err != nil {
		return err
	}
	if len(sources.List) != 1 {
		return fmt.Errorf("%s: holds %d stacks; name the file of one", e.from, len(sources.List))
	}
	loader, err := e.compiler.Loader()
	if err != nil {
		return err
	}
	document, err := sources.List[0].Read(ctx, loader)
	if err != nil {
		return findings{err}
	}
	names := document.Stack.EnvironmentNames()
	if e.environment != "" {
		names = []string{e.environment}
	}
	for i, name := range names {
		found, err := document.Origins(path, name)
		if err != nil {
			return fmt.Errorf("%s: %w", e.from, err)
		}
		if i > 0 {
			fmt.Fprintln(e.out)
		}
		if err := printOrigins(e.out, name, found); err != nil {
			return err
		}
	}
	return nil
}
