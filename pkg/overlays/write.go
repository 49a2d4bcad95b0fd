package overlays

import (
	"context"
	"errors"

	"github.com/djangostack/djangostack/internal/outputdir"
)

// Result says what Write did, by path, sorted.
type Result struct {
	Written   []string // new or changed
	Removed   []string // owned before and no longer needed
	Unchanged int      // files that were right already
	Recovered bool     // an earlier write was interrupted, and nothing of it is left
	Foreign   []Drift  // what lies in folders of the tree, as in [Report], and was left there
}

// Option changes how Write treats files that are not its own.
type Option func(*options)

type options struct {
	force bool
}

// Force overwrites foreign and hand-edited files that are in the way.
func Force() Option { return func(o *options) { o.force = true } }

// Write makes the folder dir hold files, and touches only files it owns: those below base and
// overlays/ENVIRONMENT that are listed in [SumFile] and unchanged since. It compares first, so
// that a tree that is right already is not written to at all. It follows no link: neither dir
// nor a folder in it may be one.
//
// Files that Write must not touch, and a folder with the tree of another stack, are a
// [*ConflictError]. A write that fails, or whose context ends, leaves the tree it found. One
// that is killed leaves each file as it was, as it was to be, or missing; the next goes on
// from there.
func Write(ctx context.Context, dir string, files []File, opts ...Option) (Result, error) {
	if len(files) == 0 {
		return Result{}, errors.New("no files to write; compile a stack")
	}
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	t := treeOf(files)
	if !o.force {
		t.Guard = refuseOtherStack(dir, files)
	}
	done, err := t.Write(ctx, dir, outputdir.Options{Force: o.force})
	if err == nil && len(done.Conflicts) > 0 {
		err = newConflictError(dir, done.Conflicts)
	}
	return Result{
		Written: done.Written, Removed: done.Removed, Unchanged: done.Unchanged, Recovered: done.Recovered,
		Foreign: drifts(done.Foreign),
	}, err
}
