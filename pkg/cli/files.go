package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// files are what the flag -f names, for a subcommand that reads stacks.
type files struct {
	*program
	arguments []string
	sources   fleet.Sources
}

func (f *files) addFlag(cmd *cobra.Command) {
	cmd.Flags().StringArrayVarP(&f.arguments, "file", "f", nil,
		"a stack's file, a folder of stacks, or - for standard input; may be repeated")
	_ = cmd.MarkFlagFilename("file", "yaml", "yml", "json")
}

// load reads and checks all that -f names. Unless everything is right it
// returns all that is wrong, and stacks that are for looking at only.
func (f *files) load(ctx context.Context) ([]*fleet.Stack, error) {
	var err error
	f.sources, err = fleet.Find(f.arguments, f.in)
	if err != nil {
		return nil, err
	}
	line := startProgress(f.err, "read", len(f.sources.List))
	defer line.stop()
	stacks, err := fleet.Load(ctx, f.compiler, f.sources, line.step)
	if err != nil {
		return nil, err
	}
	return stacks, fleet.Failure(stacks)
}

// compile compiles one of the stacks that were loaded after the other, and hands its tree
// to use. What goes wrong with a stack is its Err then.
func (f *files) compile(
	ctx context.Context, stacks []*fleet.Stack, use func(*fleet.Stack, []overlays.File) error,
) error {
	line := startProgress(f.err, "compiled", len(stacks))
	defer line.stop()
	return fleet.Compile(ctx, stacks, line.step, use)
}

// flags is the flag -f as it would be written again.
func (f *files) flags() string {
	var words []string
	for _, argument := range f.arguments {
		words = append(words, "-f "+quoted(argument))
	}
	return strings.Join(words, " ")
}

// trees are the folders of the stacks that -f names, for a subcommand that has the flag -o.
type trees struct {
	files
	dir string
}

func (t *trees) addFlags(cmd *cobra.Command, usage string) {
	t.addFlag(cmd)
	cmd.Flags().StringVarP(&t.dir, "output", "o", "", usage)
	_ = cmd.MarkFlagDirname("output")
}

// compile loads all that -f names, and once all of it is right compiles one stack after the
// other and hands its tree to use, with the folder that it belongs into.
func (t *trees) compile(
	ctx context.Context, use func(s *fleet.Stack, dir string, files []overlays.File) error,
) ([]*fleet.Stack, error) {
	stacks, err := t.load(ctx)
	if err != nil {
		return nil, err
	}
	if info, err := os.Lstat(filepath.Clean(t.dir)); err == nil && info.Mode()&os.ModeSymlink != 0 {
		return nil, fmt.Errorf("%s: is a symbolic link; name the folder it leads to, or put a folder in its place", t.dir)
	}
	err = t.files.compile(ctx, stacks, func(s *fleet.Stack, files []overlays.File) error {
		return use(s, t.of(s), files)
	})
	if err != nil {
		return nil, err
	}
	return stacks, failed(stacks)
}

// of is the folder that a stack's tree belongs into.
func (t *trees) of(s *fleet.Stack) string {
	if t.sources.Fleet {
		return filepath.Join(t.dir, s.Name())
	}
	return t.dir
}
