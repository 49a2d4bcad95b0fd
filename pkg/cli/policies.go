package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/ctxio"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/policy"
)

// policyVariable names files of policies to a program that is called without arguments.
const policyVariable = "DJANGOSTACK_POLICY"

// policyFiles are what the flag --policy names, for a subcommand that makes stacks.
type policyFiles []string

func (f *policyFiles) addFlag(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar((*[]string)(f), "policy", nil,
		"a file of what the platform allows, kind: DjangoStackPolicy; may be repeated")
	_ = cmd.MarkFlagFilename("policy", "yaml", "yml", "json")
}

// judgedBy returns the compiler with the policies of these files and of the program. All that is
// wrong with the files is reported at once.
func (p *program) judgedBy(ctx context.Context, files policyFiles) (overlays.Compiler, error) {
	c := p.compiler
	c.Policies = slices.Clone(c.Policies)
	var failed []error
	for _, name := range slices.Concat(p.policies, files) {
		one, err := readPolicy(ctx, name)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		c.Policies = append(c.Policies, one)
	}
	return c, errors.Join(failed...)
}

func readPolicy(ctx context.Context, name string) (*policy.Policy, error) {
	file, err := ctxio.Open(ctx, name)
	if err != nil {
		if path, ok := errors.AsType[*fs.PathError](err); ok {
			err = path.Err
		}
		return nil, fmt.Errorf("%s: %w; give --policy the file of a %s", name, err, policy.Kind)
	}
	defer func() { _ = file.Close() }() // it was only read
	return policy.Load(file, name)
}
