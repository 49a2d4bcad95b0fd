package overlays

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// recover finishes a write that was decided, and drops one that was not.
func (d *disk) recover(o options) (finished bool, err error) {
	stage, err := d.read(stageDir)
	if err != nil || !stage.exists {
		return false, err
	}
	j, err := d.readJournal()
	if err != nil {
		return false, err
	}
	if j == nil {
		return false, d.removeAll(stageDir)
	}
	if err := d.checkStage(j); err != nil {
		return false, err
	}
	conflicts, err := d.changedSince(j)
	if err != nil {
		return false, err
	}
	if len(conflicts) > 0 && !o.force {
		return false, refuse(d.dir, conflicts)
	}
	if err := d.clear(conflicts); err != nil {
		return false, err
	}
	putBack, err := d.putBack(j)
	if err != nil {
		return false, err
	}
	if putBack {
		return false, d.settle(j)
	}
	return true, d.finish(j)
}

// clear removes, with Force, what came into the way of an interrupted write.
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
			return d.explain("remove", c.path, err)
		}
		if err := d.root.Remove(c.path); err != nil {
			return d.explain("remove", c.path, err)
		}
	}
	return nil
}

// changedSince lists the files that changed under an interrupted write: neither
// what it found nor what it makes of them. Nobody edits SumFile.
func (d *disk) changedSince(j *journal) ([]conflict, error) {
	defer d.keepFolders()()
	p := plan{blockers: blockers{}}
	for i, s := range j.Steps {
		has, err := d.read(s.Path)
		if err != nil {
			return nil, err
		}
		blocker, err := p.blockers.of(d, path.Dir(s.Path))
		switch now := oldDigest(has); {
		case err != nil:
			return nil, err
		case blocker != nil && s.Staged != "" && !j.removes(blocker.path):
			p.add(*blocker)
		case s.isFolder():
			if d.staged(s) && has.exists {
				p.add(madeSince(s.Path, has))
			}
		case s.Path == SumFile && has.exists == has.regular, now == s.Old, now == s.New:
		case !has.exists && d.there(aside(i)):
		default:
			p.conflict(s.Path, "was edited after a write was interrupted")
		}
	}
	return p.conflicts, nil
}

// madeSince is what stands in the place of a folder that is staged whole.
func madeSince(path string, has found) conflict {
	if has.regular {
		return conflict{path, blockedByFile, true, oldDigest(has)}
	}
	return conflict{path: path, why: "was made after a write was interrupted"}
}

// removes reports whether a step takes away what stands in the place of a folder.
func (j *journal) removes(folder string) bool {
	return slices.ContainsFunc(j.Steps, func(s journalStep) bool { return s.Path == folder && s.Staged == "" })
}

// putBack reports whether somebody has put back, as with git checkout, what the
// write had done: its content is no longer staged, so that it cannot be finished.
func (d *disk) putBack(j *journal) (bool, error) {
	for _, s := range j.Steps {
		if s.Staged == "" || s.isFolder() || d.staged(s) {
			continue
		}
		has, err := d.read(s.Path)
		if err != nil {
			return false, err
		}
		if oldDigest(has) != s.New {
			return true, nil
		}
	}
	return false, nil
}

// settle leaves the tree as it is and drops the write: whatever a file holds of the
// old tree or of the new one is ours.
func (d *disk) settle(j *journal) error {
	for i, s := range j.Steps {
		if !d.staged(s) || !d.there(aside(i)) || d.there(s.Path) {
			continue
		}
		if err := d.mkdir(path.Dir(s.Path)); err != nil {
			return err
		}
		if err := d.rename(aside(i), s.Path); err != nil {
			return err
		}
	}
	known, err := d.known(j)
	if err != nil {
		return err
	}
	owned := digests{}
	for _, p := range sorted.Keys(known) {
		has, err := d.read(p)
		if err != nil {
			return err
		}
		switch now := oldDigest(has); {
		case !has.exists:
		case slices.Contains(known[p], now):
			owned[p] = now
		default:
			owned[p] = known[p][0] // so that the next comparison finds the edit
		}
	}
	sum := File{stageDir + "/settled", owned.encode()}
	if err := d.writeAll([]File{sum}); err != nil {
		return err
	}
	if err := d.rename(sum.Path, SumFile); err != nil {
		return err
	}
	if err := d.sync("."); err != nil {
		return err
	}
	return d.retire()
}

// known are the digests that each file of the old tree and of the new one may have.
func (d *disk) known(j *journal) (map[string][]string, error) {
	known := map[string][]string{}
	for _, file := range []string{SumFile, j.sumFile()} {
		sum, err := d.readSum(file)
		if err != nil {
			return nil, err
		}
		for p, digest := range sum {
			known[p] = append(known[p], digest)
		}
	}
	for _, s := range j.Steps {
		for _, digest := range []string{s.Old, s.New} {
			if digest != "" && inTree(s.Path) {
				known[s.Path] = append(known[s.Path], digest)
			}
		}
	}
	return known, nil
}

// checkStage refuses a stage that does not hold the tree its sum file lists: what
// a loss of power or another's hand has made of it does not come into the tree.
func (d *disk) checkStage(j *journal) error {
	sum, err := d.readSum(j.sumFile()) // put in place last: without it nothing else is staged
	if err != nil {
		return err
	}
	for _, s := range j.Steps {
		if err := d.checkStep(s, sum); err != nil {
			return err
		}
	}
	return nil
}

func (d *disk) checkStep(s journalStep, sum digests) error {
	switch {
	case s.Path == SumFile || !d.staged(s):
		return nil
	case s.isFolder():
		return d.checkFolder(s, sum)
	case s.New != sum[s.Path]:
		return d.notOurs(s.Path)
	default:
		return d.checkStaged(s.Staged, s.New)
	}
}

// checkFolder checks what is staged as a whole folder.
func (d *disk) checkFolder(s journalStep, sum digests) error {
	return fs.WalkDir(d.root.FS(), s.Staged, func(p string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return d.checkStaged(p, sum[s.Path+strings.TrimPrefix(p, s.Staged)])
	})
}

func (d *disk) checkStaged(p, want string) error {
	has, err := d.read(p)
	if err != nil {
		return err
	}
	if want == "" || oldDigest(has) != want {
		return fmt.Errorf("%s: %s is not what an interrupted write has left there; restore the folder from git and delete %s",
			d.dir, p, stageDir)
	}
	return nil
}
