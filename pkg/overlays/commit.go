package overlays

import (
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"
)

const (
	// nextSum lists the files of a write that is under way, as SumFile will. While it is
	// there, a file is ours if it is as either list says. Wherever a write is killed, each
	// of its files is the old one, the new one or missing, and the next write goes on from
	// there.
	nextSum = SumFile + ".next"
	// stageDir holds the new files until they come into the tree, and then the old ones
	// until the write is done. What an earlier write has left in it is never read.
	stageDir = ".djangostack.stage"
)

// staged is where a path of the tree is until it comes into it.
func staged(p string) string { return stageDir + "/" + p }

// commit does what a plan says. Where a step fails, those before it are undone.
func (d *disk) commit(p *plan) error {
	if p.interrupted {
		if err := d.settle(p.owned); err != nil {
			return err
		}
	}
	m := moves{disk: d}
	err := m.replace(p)
	if err == nil {
		return errors.Join(d.sync("."), d.removeAll(stageDir))
	}
	if undone := m.undo(); undone != nil {
		return errors.Join(err, undone,
			errors.New("the tree is half old and half new; once the reason is gone, generate again"))
	}
	return errors.Join(err, d.drop())
}

// settle makes SumFile the list of what is ours after an interrupted write.
func (d *disk) settle(owned digests) error {
	err := d.removeAll(stageDir)
	if err == nil {
		err = d.writeAll([]File{{staged(SumFile), owned.encode()}})
	}
	if err == nil {
		err = d.putSum(staged(SumFile))
	}
	if err == nil {
		err = d.sync(".")
	}
	if err != nil {
		return err
	}
	return d.drop()
}

// drop removes what a write needs only while it is under way.
func (d *disk) drop() error { return errors.Join(d.removeAll(nextSum), d.removeAll(stageDir)) }

// putSum makes a list SumFile. An empty folder in its place gives way.
func (d *disk) putSum(list string) error {
	d.removeEmpty(SumFile)
	return d.rename(list, SumFile)
}

// moves are the renames that a write has done, each from one path to another.
type moves struct {
	*disk
	done [][2]string
}

// replace makes the tree of a plan of the one that is there. Before the first change,
// all new files and their list are on the disk, and before SumFile is the new list, all
// changes are.
func (m *moves) replace(p *plan) error {
	enter, err := m.stage(p)
	if err != nil {
		return err
	}
	for _, c := range p.conflicts {
		if c.blocks {
			if _, err := m.leave(c.path); err != nil {
				return err
			}
		}
	}
	for _, stale := range p.remove {
		if _, err := m.leave(stale); err != nil {
			return err
		}
		m.removeEmpty(path.Dir(stale))
	}
	for _, at := range enter {
		if err := m.enter(at); err != nil {
			return err
		}
	}
	if err := m.syncAll(p.folders()); err != nil {
		return err
	}
	return m.putSum(nextSum)
}

// stage writes all new files beside the tree, and says which paths enter it then. What is
// below a folder that is not there yet enters with it.
func (m *moves) stage(p *plan) (enter []string, err error) {
	fresh := map[string]bool{"base": !m.there("base"), "overlays": !m.there("overlays")}
	files := make([]File, 0, len(p.write)+1)
	for _, file := range p.write {
		files = append(files, File{staged(file.Path), file.Data})
		at := file.Path
		if top, _, _ := strings.Cut(at, "/"); fresh[top] {
			at = top
		}
		if len(enter) == 0 || enter[len(enter)-1] != at {
			enter = append(enter, at)
		}
	}
	if err := m.writeAll(append(files, File{staged(SumFile), p.sum})); err != nil {
		return nil, err
	}
	if err := m.rename(staged(SumFile), nextSum); err != nil {
		return nil, err
	}
	return enter, m.sync(".")
}

// enter puts what is staged in its place.
func (m *moves) enter(p string) error {
	moved, err := m.leave(p)
	if err != nil {
		return err
	}
	if !moved { // else the folder is there
		err = m.mkdir(path.Dir(p))
	}
	if err == nil {
		err = m.rename(staged(p), p)
	}
	if err != nil {
		m.removeEmpty(path.Dir(p))
		return err
	}
	m.done = append(m.done, [2]string{staged(p), p})
	return nil
}

// leave moves what stands at a path, if anything does, out of the tree until the write is
// done.
func (m *moves) leave(p string) (moved bool, err error) {
	aside := stageDir + "/old-" + strconv.Itoa(len(m.done))
	if moved, err = m.setAside(p, aside); moved {
		m.done = append(m.done, [2]string{p, aside})
	}
	return moved, err
}

// undo moves everything back, the last first.
func (m *moves) undo() error {
	for _, done := range slices.Backward(m.done) {
		from, to := done[0], done[1]
		if err := m.mkdir(path.Dir(from)); err != nil {
			return err
		}
		if err := m.rename(to, from); err != nil {
			return err
		}
		m.removeEmpty(path.Dir(to))
	}
	return nil
}
