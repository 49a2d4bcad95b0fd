package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newRoot(std streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "djangostack",
		Short: "Compile Django stacks into kustomize bases and overlays",
		Long: `Compile a short description of a Django stack, kind: DjangoStack, into a
kustomize base and one overlay for each environment: plain Kubernetes manifests
to commit, to review and to apply with kubectl apply -k.

Without a command, and with a ResourceList on standard input, it is djangostack fn.`,
		Args:          arguments(cobra.NoArgs),
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usage{err, cmd} })
	root.AddCommand(
		newGenerate(std),
		newCheck(std),
		newRender(std),
		newValidate(std),
		newExplain(std),
		newSchema(std),
		newFn(std),
		newVersion(std),
	)
	return root
}

// arguments makes a wrong number of arguments a mistake in usage.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		if err != nil && len(args) > 0 && cmd.Flags().Lookup("file") != nil {
			err = fmt.Errorf("%s is not an argument of %s; name a stack's file by -f %s", args[0], cmd.CommandPath(),
				quoted(args[0]))
		}
		if err != nil {
			return usage{err, cmd}
		}
		return nil
	}
}

// required refuses a command without a flag it cannot do without.
func required(cmd *cobra.Command, names ...string) error {
	for _, name := range names {
		flag := cmd.Flags().Lookup(name)
		if !flag.Changed || flag.Value.String() == "" {
			return usage{fmt.Errorf("flag --%s (-%s) is required: %s", name, flag.Shorthand, flag.Usage), cmd}
		}
	}
	return nil
}
