package overlays

import (
	"errors"
	"path"
	"slices"

	"github.com/djangostack/djangostack/internal/sorted"
)

// finish takes every step that is not taken yet and removes the stage, once
// the disk has the new entries of every folder. Where a step fails, those that
// were taken are undone: the tree is the new one or the old one.
func (d *disk) finish(j *journal) error {
	changed := map[string]bool{".": true}
	for i, s := range j.Steps {
		if err := d.take(i, s); err != nil {
			return d.undo(j, err)
		}
		for dir := path.Dir(s.Path); !changed[dir]; dir = path.Dir(dir) {
			changed[dir] = true
		}
	}
	if err := d.syncAll(sorted.Keys(changed)); err != nil {
		return err
	}
	return d.retire()
}

// take takes a step, of which any part may have been taken before.
func (d *disk) take(i int, s journalStep) error {
	if s.Staged != "" && !d.staged(s) {
		return nil
	}
	if err := d.setAside(s.Path, aside(i)); err != nil {
		return err
	}
	if s.Staged == "" {
		d.removeEmpty(path.Dir(s.Path))
		return nil
	}
	if err := d.mkdir(path.Dir(s.Path)); err != nil {
		return err
	}
	return d.rename(s.Staged, s.Path)
}

// undo takes back every step, the last first, and drops the write. What cannot be
// taken back is finished by the next write: its journal stays.
func (d *disk) undo(j *journal, because error) error {
	for i, step := range slices.Backward(j.Steps) {
		if err := d.takeBack(i, step); err != nil {
			return errors.Join(because, err,
				errors.New("the tree is half old and half new; once the reason is gone, generate again"))
		}
	}
	return errors.Join(because, d.retire())
}

// takeBack undoes a step, of which any part may have been taken.
func (d *disk) takeBack(i int, s journalStep) error {
	if s.Staged != "" && !d.staged(s) {
		if err := d.rename(s.Path, s.Staged); err != nil {
			return err
		}
	}
	if !d.there(aside(i)) {
		d.removeEmpty(path.Dir(s.Path))
		return nil
	}
	if err := d.mkdir(path.Dir(s.Path)); err != nil {
		return err
	}
	return d.rename(aside(i), s.Path)
}

// retire ends a write: without its journal the stage is rubbish.
func (d *disk) retire() error {
	if err := d.rename(journalFile, journalFile+".done"); err != nil {
		return err
	}
	return d.removeAll(stageDir)
}

// staged reports whether a step is still to be taken.
func (d *disk) staged(s journalStep) bool { return s.Staged != "" && d.there(s.Staged) }

// there reports whether anything is at a path.
func (d *disk) there(p string) bool {
	_, err := d.root.Lstat(p)
	return err == nil
}
