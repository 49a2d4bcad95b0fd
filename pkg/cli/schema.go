package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newSchema(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the spec, for editors",
		Example: fmt.Sprintf(`  %s schema > djangostack.schema.json
  # then, at the top of stack.yaml:
  # yaml-language-server: $schema=djangostack.schema.json`, p.name),
		Args: arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			schema, err := p.compiler.Schema()
			if err != nil {
				return err
			}
			_, err = p.out.Write(schema)
			return err
		},
	}
}
