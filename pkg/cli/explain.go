package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/pkg/spec"
)

func newExplain(std streams) *cobra.Command {
	return &cobra.Command{
		Use:     "explain [PATH]",
		Short:   "Describe a field of the spec",
		Example: `  djangostack explain spec.web.autoscaling`,
		Args:    arguments(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			path := ""
			if len(args) > 0 {
				path = args[0]
			}
			text, err := spec.Explain(path)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(std.out, text)
			return err
		},
	}
}
