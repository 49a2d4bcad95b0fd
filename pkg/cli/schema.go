package cli

import (
	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/pkg/spec"
)

func newSchema(std streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the spec, for editors",
		Example: `  djangostack schema > djangostack.schema.json
  # then, at the top of stack.yaml:
  # yaml-language-server: $schema=djangostack.schema.json`,
		Args: arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			schema, err := spec.Schema()
			if err != nil {
				return err
			}
			_, err = std.out.Write(schema)
			return err
		},
	}
}
