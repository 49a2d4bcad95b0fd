package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/pkg/policy"
	"github.com/djangostack/djangostack/pkg/spec"
)

func newSchema(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [" + spec.DefaultsKind + " | " + policy.Kind + "]",
		Short: "Print the JSON Schema of the spec, for editors",
		Long: "Print the JSON Schema of a stack's file for editors or, where its kind is named, that of a\n" +
			"file that stacks extend or of a platform's policy.",
		Example: fmt.Sprintf(`  %s schema > djangostack.schema.json
  # then, at the top of stack.yaml:
  # yaml-language-server: $schema=djangostack.schema.json`, p.name),
		Args:      arguments(cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs)),
		ValidArgs: []string{spec.Kind, spec.DefaultsKind, policy.Kind},
		RunE: func(_ *cobra.Command, args []string) error {
			of := p.compiler.Schema
			switch {
			case slices.Contains(args, spec.DefaultsKind):
				of = p.compiler.DefaultsSchema
			case slices.Contains(args, policy.Kind):
				of = policy.Schema
			}
			schema, err := of()
			if err != nil {
				return err
			}
			_, err = p.out.Write(schema)
			return err
		},
	}
}
