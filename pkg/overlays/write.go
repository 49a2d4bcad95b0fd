package overlays

import (
	"errors"
	"fmt"
	"os"
)

// Result says what Write did, by path, sorted.
type Result struct {
	Written   []string // new or changed
	Removed   []string // owned before and no longer needed
	Unchanged int      // files that were right already
	Recovered bool     // an interrupted write was finished first
}

// Option changes how Write treats files that are not its own.
type Option func(*options)

type options struct {
	force bool
	step  func(operation, path string) error
}

// Force overwrites foreign and hand-edited files that are in the way.
func Force() Option { return func(o *options) { o.force = true } }

// ErrConflict is in the chain of the error that lists files Write must not
// touch.
var ErrConflict = errors.New("files in the way")

// Write makes the folder dir hold files, and touches only files it owns: those
// listed in SumFile and unchanged since. It compares first, so that a tree
// that is right already is not written to at all. A write that stops half-way
// is finished by the next one, or dropped where its files were put back since.
func Write(dir string, files []File, opts ...Option) (Result, error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Result{}, fmt.Errorf("%s: create output folder: %w", dir, errors.Unwrap(err))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Result{}, fmt.Errorf("%s: open output folder: %w", dir, errors.Unwrap(err))
	}
	defer root.Close()
	unlock, err := lock(root)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", dir, err)
	}
	defer unlock()
	d := &disk{root: root, dir: dir, step: o.step}
	_, err = root.Lstat(SumFile)
	d.durable = err == nil
	recovered, err := d.recover(o)
	if err != nil {
		return Result{}, err
	}
	p, err := makePlan(d, files)
	if err != nil {
		return Result{}, err
	}
	if len(p.conflicts) > 0 && !o.force {
		return Result{Recovered: recovered}, refuse(dir, p.conflicts)
	}
	result := Result{Unchanged: p.unchanged, Recovered: recovered}
	if len(p.write)+len(p.remove) == 0 {
		return result, nil
	}
	if err := d.commit(p); err != nil {
		return result, err
	}
	result.Written, result.Removed = paths(p.write), paths(p.remove)
	return result, nil
}

// commit stages, decides and finishes a write. What it staged it takes away
// again when it fails before the decision.
func (d *disk) commit(p *plan) error {
	j, err := d.stage(p)
	if err == nil {
		err = d.clear(p.conflicts)
	}
	if err == nil {
		err = d.decide(j)
	}
	if err != nil {
		if decided, _ := d.readJournal(); decided == nil {
			_ = d.root.RemoveAll(stageDir)
		}
		return err
	}
	return d.finish(j)
}

// clear removes, with Force, what a rename cannot replace: once all that takes its
// place is staged.
func (d *disk) clear(conflicts []conflict) error {
	for _, c := range conflicts {
		has, err := d.read(c.path)
		if err != nil {
			return err
		}
		if !has.exists || has.regular && !c.blocks {
			continue
		}
		if err := d.before("remove", c.path); err != nil {
			return err
		}
		if err := d.root.Remove(c.path); err != nil {
			return d.explain("remove", c.path, err)
		}
	}
	return nil
}

// refuse lists every conflict at once, with the ways out.
func refuse(dir string, conflicts []conflict) error {
	lines := []error{fmt.Errorf("%s: %w", dir, ErrConflict)}
	for _, c := range conflicts {
		lines = append(lines, fmt.Errorf("  %s %s", c.path, c.why))
	}
	return errors.Join(append(lines, errors.New("move your changes to the spec or to a kustomization of your own that "+
		"uses this one, then delete or restore these files; or overwrite them with --force"))...)
}

func paths(changes []change) []string {
	var out []string
	for _, c := range changes {
		if c.path != SumFile {
			out = append(out, c.path)
		}
	}
	return out
}
