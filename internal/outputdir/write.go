package outputdir

import (
	"context"
	"fmt"
	"slices"
)

// Result says what Write did. Paths are sorted.
type Result struct {
	Written   []string   // new or changed
	Removed   []string   // owned before and no longer needed
	Unchanged int        // files that were right already
	Recovered bool       // an earlier write was interrupted, and nothing of it is left
	Foreign   []Drift    // what lies in folders of the tree and was left there
	Conflicts []Conflict // files that must not be touched; where there are any, nothing was done
}

// Options change what Write does.
type Options struct {
	// Force overwrites and removes what is in conflict.
	Force bool
	// Step, if set, is called before each operation on the disk, with its path in the output
	// folder. Its error is that of the operation.
	Step func(operation, path string) error
}

// Write makes the folder dir hold the tree, and touches only files that are owned: those
// that the list of checksums has and that are unchanged since. It compares first, so that a
// tree that is right already is not written to at all. It follows no link: neither dir nor a
// folder in it may be one. A write that fails or is canceled leaves the tree it found. One
// that is killed leaves each file as it was, as it was to be, or missing; the next goes on
// from there.
func (t *Tree) Write(ctx context.Context, dir string, o Options) (Result, error) {
	if err := t.Validate(); err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, fmt.Errorf("%s: %w", dir, err)
	}
	d, err := t.openOrMake(dir)
	if err != nil {
		return Result{}, err
	}
	defer d.root.Close()
	unlock, err := d.lock()
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", dir, err)
	}
	defer unlock()
	d.step = o.Step
	return d.write(ctx, o)
}

func (d *disk) write(ctx context.Context, o Options) (Result, error) {
	c, err := d.compare(ctx)
	if err == nil {
		err = d.guard(c.owned)
	}
	if err != nil {
		return Result{}, err
	}
	if len(c.conflicts) > 0 && !o.Force {
		return Result{Conflicts: c.conflicts}, nil
	}
	result := Result{Unchanged: c.unchanged, Recovered: c.interrupted}
	fresh := !slices.ContainsFunc(d.Folders, d.exists)
	switch {
	case !c.done():
		err = d.commit(ctx, c)
	case c.interrupted:
		err = d.cleanUp()
	}
	if err != nil {
		return result, err
	}
	result.Removed = c.remove
	for _, file := range c.write {
		result.Written = append(result.Written, file.Path)
	}
	if !fresh { // and what was done is said, also where ctx is done by now
		result.Foreign, err = d.foreign(context.WithoutCancel(ctx), nil)
	}
	return result, err
}

// guard asks the caller whether the folder may hold the tree.
func (d *disk) guard(owned digests) error {
	if d.Guard == nil {
		return nil
	}
	return d.Guard(owned.paths(), func(path string) ([]byte, error) {
		has, err := d.read(path)
		return has.Data, err
	})
}
