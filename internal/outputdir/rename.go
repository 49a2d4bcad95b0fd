package outputdir

import (
	"errors"
	"io/fs"
	"path"
)

func (d *disk) rename(from, to string) error {
	err := d.before("rename", to)
	if err == nil {
		err = d.root.Rename(from, to)
	}
	if err != nil {
		return d.explain("replace", to, err)
	}
	return nil
}

func (d *disk) mkdir(p string) error {
	if p == "." {
		return nil
	}
	err := d.before("mkdir", p)
	if err == nil {
		err = d.root.MkdirAll(p, 0o755)
	}
	if err != nil {
		return d.explain("create folder", p, err)
	}
	return nil
}

// setAside moves what stands at a path to another, if anything does. A folder is removed,
// and must be empty: what is in it is not ours.
func (d *disk) setAside(p, aside string) (moved bool, err error) {
	if err := d.before("set aside", p); err != nil {
		return false, d.explain("replace", p, err)
	}
	info, err := d.root.Lstat(p)
	switch {
	case errors.Is(err, fs.ErrNotExist) || notDirectory(err):
		return false, nil
	case err == nil && info.IsDir():
		err = d.root.Remove(p)
	case err == nil:
		err = d.root.Rename(p, aside)
		moved = err == nil
	}
	if err != nil {
		return false, d.explain("replace", p, err)
	}
	return moved, nil
}

// removeEmpty removes a folder and those it is in, up to the first that is not empty, or
// is a link: not ours to remove.
func (d *disk) removeEmpty(dir string) {
	for ; dir != "."; dir = path.Dir(dir) {
		if info, err := d.root.Lstat(dir); err == nil && (!info.IsDir() || d.root.Remove(dir) != nil) {
			return
		}
	}
}

func (d *disk) removeAll(p string) error {
	err := d.before("remove", p)
	if err == nil {
		err = d.root.RemoveAll(p)
	}
	if err != nil {
		return d.explain("remove", p, err)
	}
	return nil
}

// sync makes a folder's entries durable where the system can; a file system
// that cannot is no reason to fail.
func (d *disk) sync(p string) error {
	if !d.durable {
		return nil
	}
	if err := d.before("sync", p); err != nil {
		return d.explain("write", p, err)
	}
	if dir, err := d.root.Open(p); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}

func (d *disk) syncAll(folders []string) error {
	for _, folder := range folders {
		if err := d.sync(folder); err != nil {
			return err
		}
	}
	return nil
}
