package overlays

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// disk is the output folder. os.Root refuses every path that leaves it,
// through a symlink too; step lets tests stop a write at any point.
type disk struct {
	root *os.Root
	dir  string
	step func(operation, path string) error
}

// found is what lies at a path of the tree.
type found struct {
	exists  bool
	regular bool
	data    []byte
}

// read looks without following a link at the path itself. A directory or link
// there is found but not regular.
func (d *disk) read(p string) (found, error) {
	info, err := d.root.Lstat(p)
	if errors.Is(err, fs.ErrNotExist) {
		return found{}, nil
	}
	if notDirectory(err) {
		return found{}, nil
	}
	if err != nil {
		return found{}, d.explain("look at", p, err)
	}
	if !info.Mode().IsRegular() {
		return found{exists: true}, nil
	}
	data, err := d.root.ReadFile(p)
	if err != nil {
		return found{}, d.explain("read", p, err)
	}
	return found{true, true, data}, nil
}

// writeSynced writes a new file and waits for the disk to have it.
func (d *disk) writeSynced(p string, data []byte) error {
	if err := d.before("write", p); err != nil {
		return err
	}
	file, err := d.root.OpenFile(p, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return d.explain("write", p, err)
	}
	_, err = file.Write(data)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return d.explain("write", p, err)
	}
	return nil
}

func (d *disk) rename(from, to string) error {
	if err := d.before("rename", to); err != nil {
		return err
	}
	if err := d.root.Rename(from, to); err != nil {
		return d.explain("replace", to, err)
	}
	return nil
}

func (d *disk) mkdir(p string) error {
	if p == "." {
		return nil
	}
	if err := d.before("mkdir", p); err != nil {
		return err
	}
	if err := d.root.MkdirAll(p, 0o755); err != nil {
		return d.explain("create folder", p, err)
	}
	return nil
}

// remove deletes a file and the folders it leaves empty.
func (d *disk) remove(p string) error {
	if err := d.before("remove", p); err != nil {
		return err
	}
	if err := d.root.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return d.explain("remove", p, err)
	}
	d.removeEmpty(path.Dir(p))
	return nil
}

// removeEmpty ends at the first folder that is not empty, or is a link: not
// ours to remove.
func (d *disk) removeEmpty(dir string) {
	for dir != "." && d.root.Remove(dir) == nil {
		dir = path.Dir(dir)
	}
}

func (d *disk) removeAll(p string) error {
	if err := d.before("remove", p); err != nil {
		return err
	}
	if err := d.root.RemoveAll(p); err != nil {
		return d.explain("remove", p, err)
	}
	return nil
}

// sync makes a folder's entries durable where the system can; a file system
// that cannot is no reason to fail.
func (d *disk) sync(p string) {
	if dir, err := d.root.Open(p); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}

func (d *disk) before(operation, p string) error {
	if d.step == nil {
		return nil
	}
	return d.step(operation, p)
}

// explain says what failed where, and what to do about it.
func (d *disk) explain(operation, p string, err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathError.Err
	}
	remedy := ""
	switch {
	case errors.Is(err, fs.ErrPermission):
		remedy = "; make it writable for you, or choose another output folder"
	case err.Error() == "path escapes from parent":
		remedy = "; a symlink leads out of the output folder: replace it with a folder"
	}
	return fmt.Errorf("%s: %s %s: %w%s", d.dir, operation, p, err, remedy)
}
