package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/pkg/overlays"
)

func newCheck(p *program) *cobra.Command {
	c := &checkCommand{stackTrees: stackTrees{stackFiles: stackFiles{program: p}}}
	cmd := &cobra.Command{
		Use:   "check -f STACK -o DIR",
		Short: "Compare a folder with what generate would write",
		Long: `Compare the files of a folder with what generate would write there, byte by
byte, and print the difference. Nothing is ever written. Exit code 1: the folder
is not what the spec says. Files and folders below base and overlays that generate did
not write count as a difference, but for the file that secrets.envFile names.

With --verify kustomize builds what lies in the folder, once that is as the spec
says, and a file that secrets.envFile names must have all keys of its example, where it
lies there. Kustomize's time grows with the square of the number of objects, so it builds
overlays of at most 1000 objects; a larger stack ends with exit code 2.

Where -f is a folder of stacks, a tree beside theirs whose stack is gone counts
as a difference.`,
		Example: fmt.Sprintf(`  %s check -f stack.yaml -o deploy   # in CI, on every commit`, p.name),
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "file", "output"); err != nil {
				return err
			}
			return c.run(cmd.Context())
		},
	}
	c.addFlags(cmd, "the folder to look at")
	cmd.Flags().BoolVar(&c.verify, "verify", false,
		"build every overlay in the folder with kustomize too, and compare the objects")
	return cmd
}

type checkCommand struct {
	stackTrees
	verify   bool
	excerpts excerpts
}

func (c *checkCommand) run(ctx context.Context) error {
	var all reports
	stacks, err := c.compile(ctx, func(s *fleet.Stack, dir string, files []overlays.File) error {
		report, err := overlays.Check(ctx, dir, files)
		if err != nil {
			return err
		}
		all.add(s, report, len(files))
		if !c.verify || !report.Clean() {
			return nil
		}
		return verify(ctx, s, dir, files)
	})
	if err != nil {
		return err
	}
	for _, s := range stacks {
		if err := c.print(s, all.of[s]); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprint(c.out, c.excerpts.rest()); err != nil {
		return err
	}
	wrong, err := c.orphans(stacks)
	if err != nil {
		return err
	}
	wrong = append(wrong, c.remedies(&all)...)
	if len(wrong) > 0 {
		return findings{errors.Join(wrong...)}
	}
	return c.say("%s: %s up to date", printable.Name(c.dir), count(all.files, "file"))
}

// reports are the differences of every stack of a fleet.
type reports struct {
	sync.Mutex
	of    map[*fleet.Stack]overlays.Report
	files int
}

func (r *reports) add(s *fleet.Stack, report overlays.Report, files int) {
	r.Lock()
	defer r.Unlock()
	if r.of == nil {
		r.of = map[*fleet.Stack]overlays.Report{}
	}
	r.of[s] = report
	r.files += files
}

func filesAre(n int) string {
	if n == 1 {
		return "1 file is"
	}
	return fmt.Sprintf("%d files are", n)
}

// print shows the differences of one stack.
func (c *checkCommand) print(s *fleet.Stack, r overlays.Report) error {
	drifts := r.All()
	var text strings.Builder
	if c.sources.Fleet && len(drifts) > 0 {
		fmt.Fprintf(&text, "# %s\n", printable.Line(c.folder(s)))
	}
	for _, d := range drifts {
		text.WriteString(c.excerpts.text(d))
	}
	if r.Interrupted {
		fmt.Fprintf(&text, "%s: an earlier generate was interrupted\n", printable.Name(c.folder(s)))
	}
	_, err := fmt.Fprint(c.out, secrets.Redact(text.String()))
	return err
}

// remedies say how many files are not as they should be, and what mends that.
func (c *checkCommand) remedies(all *reports) []error {
	ours, foreign, edited := 0, 0, false
	for _, r := range all.of {
		ours += len(r.Missing) + len(r.Changed) + len(r.Extra)
		if r.Interrupted {
			ours++
		}
		foreign += len(r.Foreign)
		edited = edited || r.Edited
	}
	var wrong []error
	if ours > 0 {
		remedy, force := "run", ""
		if edited {
			remedy, force = "some were edited or made by others: move what is to stay to the spec, then run", " --force"
		}
		wrong = append(wrong, fmt.Errorf("%s: %s not as the spec says; %s: %s generate%s %s -o %s",
			printable.Name(c.dir), filesAre(ours), remedy, c.name, force, c.flags(), quoted(c.dir)))
	}
	if foreign > 0 {
		wrong = append(wrong, c.foreignError(foreign))
	}
	return wrong
}
