package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newExplain(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "explain [PATH]",
		Short:   "Describe a field of the spec",
		Example: fmt.Sprintf(`  %s explain spec.web.autoscaling`, p.name),
		Args:    arguments(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			path := ""
			if len(args) > 0 {
				path = args[0]
			}
			text, err := p.compiler.Explain(path)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(p.out, text)
			return err
		},
	}
}
