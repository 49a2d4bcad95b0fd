package cli

import (
	"context"
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/pkg/overlays"
)

func newGenerate(p *program) *cobra.Command {
	g := &generateCommand{stackTrees: stackTrees{stackFiles: stackFiles{program: p}}}
	cmd := &cobra.Command{
		Use:   "generate -f STACK -o DIR",
		Short: "Write a stack's base and overlays",
		Long: `Write the kustomize base and one overlay for each environment to a folder.

Every stack is checked before the first is written, and nothing is written while
any has a mistake. A stack's overlays are proved to build to exactly the stack in
each environment before its tree is written. Files of an earlier run that are no
longer needed are removed; where a file was changed by hand, or this command did
not write it, nothing of that stack is written and the exit code is 1. What else lies
below base and overlays is left there, and named on standard error.

Where -f is a folder or given more than once, each stack goes to DIR/NAME. Each
is compiled and written for itself, whole or not at all: one that cannot be
written keeps none of the others back. Each such stack is reported; once the
reason is gone, the same command writes what was left.`,
		Example: fmt.Sprintf(`  %s generate -f stack.yaml -o deploy
  kubectl apply -k deploy/overlays/dev`, p.name),
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "file", "output"); err != nil {
				return err
			}
			return g.run(cmd.Context())
		},
	}
	g.addFlags(cmd, "the folder to write to")
	cmd.Flags().BoolVar(&g.force, "force", false, "overwrite files that were changed by hand or are not ours")
	return cmd
}

type generateCommand struct {
	stackTrees
	force bool
}

func (g *generateCommand) run(ctx context.Context) error {
	var options []overlays.Option
	if g.force {
		options = append(options, overlays.Force())
	}
	var total written
	stacks, err := g.compile(ctx, func(s *fleet.Stack, dir string, files []overlays.File) error {
		result, err := overlays.Write(ctx, dir, files, options...)
		total.add(s, result)
		return err
	})
	if err != nil {
		return err
	}
	orphans, err := g.orphans(stacks)
	if err != nil {
		return err
	}
	for _, tree := range orphans {
		g.complain(tree)
	}
	g.complainForeign(stacks, total.foreign)
	return g.say("%s: %s%s", printable.Name(g.dir), total.String(), g.warned(stacks))
}

// written sums up what was done to a fleet's trees.
type written struct {
	sync.Mutex
	changed, removed, unchanged int
	foreign                     map[*fleet.Stack][]overlays.Drift
}

func (w *written) add(s *fleet.Stack, r overlays.Result) {
	w.Lock()
	defer w.Unlock()
	if len(r.Foreign) > 0 {
		if w.foreign == nil {
			w.foreign = map[*fleet.Stack][]overlays.Drift{}
		}
		w.foreign[s] = r.Foreign
	}
	w.changed += len(r.Written)
	w.removed += len(r.Removed)
	w.unchanged += r.Unchanged
}

// String returns the summary: 40 files written, 2 removed.
func (w *written) String() string {
	if w.changed+w.removed == 0 {
		return count(w.unchanged, "file") + " up to date"
	}
	text := count(w.changed, "file") + " written"
	if w.removed > 0 {
		text += fmt.Sprintf(", %d removed", w.removed)
	}
	if w.unchanged > 0 {
		text += fmt.Sprintf(", %d unchanged", w.unchanged)
	}
	return text
}

// warned points at the command that shows warnings, where there are any.
func (g *generateCommand) warned(stacks []*fleet.Stack) string {
	n := 0
	for _, s := range stacks {
		n += len(s.Warnings)
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; %s, see %s validate %s", count(n, "warning"), g.name, g.flags())
}
