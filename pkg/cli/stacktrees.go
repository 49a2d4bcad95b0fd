package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// stackTrees are the folders of the stacks that -f names, for a subcommand that has the flag -o.
type stackTrees struct {
	stackFiles
	dir string
}

func (t *stackTrees) addFlags(cmd *cobra.Command, usage string) {
	t.addFlag(cmd)
	cmd.Flags().StringVarP(&t.dir, "output", "o", "", usage)
	_ = cmd.MarkFlagDirname("output")
}

// compile loads all that -f names, and once all of it is right compiles one stack after the
// other and hands its tree to use, with the folder that it belongs into.
func (t *stackTrees) compile(
	ctx context.Context, use func(s *fleet.Stack, dir string, files []overlays.File) error,
) ([]*fleet.Stack, error) {
	stacks, err := t.load(ctx)
	if err != nil {
		return nil, err
	}
	if info, err := os.Lstat(filepath.Clean(t.dir)); err == nil && info.Mode()&os.ModeSymlink != 0 {
		return nil, fmt.Errorf("%s: is a symbolic link; name the folder it leads to, or put a folder in its place", t.dir)
	}
	err = t.stackFiles.compile(ctx, stacks, func(s *fleet.Stack, files []overlays.File) error {
		return use(s, t.folder(s), files)
	})
	if err != nil {
		return nil, err
	}
	return stacks, failure(stacks)
}

// folder returns the folder that a stack's tree belongs into.
func (t *stackTrees) folder(s *fleet.Stack) string {
	if t.sources.Fleet {
		return filepath.Join(t.dir, s.Name())
	}
	return t.dir
}

// failure returns everything that went wrong with the stacks: findings where all of
// it is files in the way or overlays that kustomize builds otherwise.
func failure(stacks []*fleet.Stack) error {
	err := fleet.Failure(stacks)
	if err == nil {
		return nil
	}
	for _, s := range stacks {
		var found findings
		var conflict *overlays.ConflictError
		if s.Err != nil && !errors.As(s.Err, &conflict) && !errors.As(s.Err, &found) {
			return err
		}
	}
	return findings{err}
}
