package overlays

import (
	"errors"
	"fmt"
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
	step  func(operation, path string) error
}

// Force overwrites foreign and hand-edited files that are in the way.
func Force() Option { return func(o *options) { o.force = true } }

// ErrConflict is in the chain of the error that lists files Write must not
// touch.
var ErrConflict = errors.New("files in the way")

// Write makes the folder dir hold files, and touches only files it owns: those
// below base and overlays/ENVIRONMENT that are listed in SumFile and unchanged
// since. It compares first, so that a tree that is right already is not written to
// at all. It follows no link: neither dir nor a folder in it may be one. A write
// that fails leaves the tree it found. One that is killed leaves each file as it was, as
// it was to be, or missing; the next goes on from there. A folder with another stack's
// tree is refused.
func Write(dir string, files []File, opts ...Option) (Result, error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	if err := checkFiles(files); err != nil {
		return Result{}, err
	}
	d, err := makeOutput(dir)
	if err != nil {
		return Result{}, err
	}
	defer d.root.Close()
	unlock, err := lock(d.root)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", dir, err)
	}
	defer unlock()
	d.step = o.step
	return d.write(files, o)
}

func (d *disk) write(files []File, o options) (Result, error) {
	p, err := makePlan(d, files)
	if err == nil {
		err = d.allow(p, files, o)
	}
	if err != nil {
		return Result{}, err
	}
	result := Result{Unchanged: p.unchanged, Recovered: p.interrupted}
	fresh := !d.there("base") && !d.there("overlays")
	switch {
	case !p.done():
		err = d.commit(p)
	case p.interrupted:
		err = d.drop()
	}
	if err != nil {
		return result, err
	}
	result.Removed = p.remove
	for _, file := range p.write {
		result.Written = append(result.Written, file.Path)
	}
	if !fresh {
		result.Foreign, err = d.foreign(nil, files)
	}
	return result, err
}

// allow refuses what Force does all the same. What kept it from looking is refused with
// Force, too.
func (d *disk) allow(p *plan, files []File, o options) error {
	err := d.checkStack(files, p.owned)
	if err == nil && len(p.conflicts) > 0 {
		err = refuse(d.dir, p.conflicts)
	}
	if o.force && errors.Is(err, ErrConflict) {
		return nil
	}
	return err
}

// refuse lists every conflict at once, with the ways out.
func refuse(dir string, conflicts []conflict) error {
	lines := []error{fmt.Errorf("%s: %w", dir, ErrConflict)}
	for i, c := range conflicts {
		if i == maxListed {
			lines = append(lines, fmt.Errorf("  and %d more", len(conflicts)-i))
			break
		}
		lines = append(lines, fmt.Errorf("  %s %s", c.path, c.why))
	}
	return errors.Join(append(lines, errors.New("move your changes to the spec or to a kustomization of your own that "+
		"uses this one, then delete or restore these files; or overwrite them with --force"))...)
}

// maxListed is how many files in the way are enough to be listed.
const maxListed = 100
