package outputdir

import (
	"context"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"
)

// commit makes changes. Where a step fails, those before it are undone.
func (d *disk) commit(ctx context.Context, c *changes) error {
	if c.interrupted {
		if err := d.settleSum(ctx, c.owned); err != nil {
			return err
		}
	}
	m := moves{disk: d}
	err := m.replace(ctx, c)
	if err == nil {
		return errors.Join(d.sync("."), d.removeAll(d.StageDir))
	}
	if undone := m.undo(); undone != nil {
		return errors.Join(err, undone,
			errors.New("the tree is half old and half new; once the reason is gone, generate again"))
	}
	return errors.Join(err, d.cleanUp())
}

// cleanUp removes what a write needs only while it is under way.
func (d *disk) cleanUp() error { return errors.Join(d.removeAll(d.nextSum()), d.removeAll(d.StageDir)) }

// putSum makes a list SumFile. An empty folder in its place gives way.
func (d *disk) putSum(list string) error {
	d.removeEmpty(d.SumFile)
	return d.rename(list, d.SumFile)
}

// moves are the renames that a write has done, each from one path to another.
type moves struct {
	*disk
	done [][2]string
}

// replace makes the new tree of the one that is there. Before the first change,
// all new files and their list are on the disk, and before SumFile is the new list, all
// changes are.
func (m *moves) replace(ctx context.Context, c *changes) error {
	enter, err := m.stage(ctx, c)
	if err != nil {
		return err
	}
	for _, conflict := range c.conflicts {
		if conflict.Reason != NotAFolder {
			continue
		}
		if _, err := m.moveOut(conflict.Path); err != nil {
			return err
		}
	}
	for _, stale := range c.remove {
		if err := m.canceled(ctx); err != nil {
			return err
		}
		if _, err := m.moveOut(stale); err != nil {
			return err
		}
		m.removeEmpty(path.Dir(stale))
	}
	for _, at := range enter {
		if err := m.canceled(ctx); err != nil {
			return err
		}
		if err := m.moveIn(at); err != nil {
			return err
		}
	}
	if err := m.syncAll(c.folders()); err != nil {
		return err
	}
	return m.putSum(m.nextSum())
}

// stage writes all new files beside the tree, and says which paths enter it then. What is
// below a folder that is not there yet enters with it.
func (m *moves) stage(ctx context.Context, c *changes) (enter []string, err error) {
	fresh := map[string]bool{}
	for _, top := range m.Folders {
		fresh[top] = !m.exists(top)
	}
	files := make([]File, 0, len(c.write)+1)
	for _, file := range c.write {
		files = append(files, File{m.staged(file.Path), file.Data})
		at := file.Path
		if top, _, _ := strings.Cut(at, "/"); fresh[top] {
			at = top
		}
		if len(enter) == 0 || enter[len(enter)-1] != at {
			enter = append(enter, at)
		}
	}
	if err := m.writeAll(ctx, append(files, File{m.staged(m.SumFile), c.sum})); err != nil {
		return nil, err
	}
	if err := m.rename(m.staged(m.SumFile), m.nextSum()); err != nil {
		return nil, err
	}
	return enter, m.sync(".")
}

// moveIn puts what is staged in its place.
func (m *moves) moveIn(p string) error {
	moved, err := m.moveOut(p)
	if err != nil {
		return err
	}
	if !moved { // else the folder is there
		err = m.mkdir(path.Dir(p))
	}
	if err == nil {
		err = m.rename(m.staged(p), p)
	}
	if err != nil {
		m.removeEmpty(path.Dir(p))
		return err
	}
	m.done = append(m.done, [2]string{m.staged(p), p})
	return nil
}

// moveOut moves what stands at a path, if anything does, out of the tree until the write is
// done.
func (m *moves) moveOut(p string) (moved bool, err error) {
	aside := m.StageDir + "/old-" + strconv.Itoa(len(m.done))
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
