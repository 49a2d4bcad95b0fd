package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func newRoot(p *program) *cobra.Command {
	root := &cobra.Command{
		Use:         p.executable(),
		Short:       "Compile Django stacks into kustomize bases and overlays",
		Annotations: map[string]string{cobra.CommandDisplayNameAnnotation: p.name},
		Long: fmt.Sprintf(`Compile a short description of a Django stack, kind: DjangoStack, into a
kustomize base and one overlay for each environment: plain Kubernetes manifests
to commit, to review and to apply with kubectl apply -k.

Without a command, and with a ResourceList on standard input, it is %s fn.`, p.name),
		Args:          arguments(cobra.NoArgs),
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usageError{err, cmd} })
	root.AddCommand(
		newGenerate(p),
		newCheck(p),
		newRender(p),
		newValidate(p),
		newExplain(p),
		newSchema(p),
		newFn(p),
		newVersion(p),
	)
	return root
}

// executable is the file of the program: that of the plugin "kubectl platform" is
// kubectl-platform.
func (p *program) executable() string { return strings.ReplaceAll(p.name, " ", "-") }

// arguments makes a wrong number of arguments a mistake in usage.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		if err != nil && len(args) > 0 && cmd.Flags().Lookup("file") != nil {
			err = fmt.Errorf("%s is not an argument of %s; name a stack's file by -f %s", args[0], cmd.CommandPath(),
				quoted(args[0]))
		}
		if err != nil {
			return usageError{err, cmd}
		}
		return nil
	}
}

// required refuses a command without a flag it cannot do without.
func required(cmd *cobra.Command, names ...string) error {
	for _, name := range names {
		flag := cmd.Flags().Lookup(name)
		if !flag.Changed || flag.Value.String() == "" {
			return usageError{fmt.Errorf("flag --%s (-%s) is required: %s", name, flag.Shorthand, flag.Usage), cmd}
		}
	}
	return nil
}
