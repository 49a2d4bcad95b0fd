package overlays

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"sync"
)

// disk is the output folder. os.Root refuses every path that leaves it,
// through a symlink too; step lets tests stop a write at any point.
type disk struct {
	root *os.Root
	dir  string
	step func(operation, path string) error
	// durable makes a write wait for the disk, so that a loss of power leaves what a
	// kill would. A folder without a tree of ours has no old one to
	// lose: there the wait, most of what a fleet's first write took, is left out.
	durable bool
	// folders are those opened so far, nil for one that is not there, while
	// nothing changes them; see keepFolders.
	folders map[string]*os.Root
	// content is what was read last; most files are only looked at.
	content []byte
}

// maxFile is how large any file may be that is read or written, in bytes. The files of a
// stack have some kilobytes; what lies in the folder may be anything.
const maxFile = 32 << 20

// found is what lies at a path of the tree, its data until the next is read.
type found struct {
	exists  bool
	regular bool
	folder  bool
	size    int64
	data    []byte // none of a file that is larger than maxFile
}

// large reports a file that was not read, since it is none of ours.
func (f found) large() bool { return f.size > maxFile }

// is reports a file of the given content.
func (f found) is(data []byte) bool {
	return f.regular && !f.large() && bytes.Equal(f.data, data)
}

// read looks without following a link at the path itself. A directory or link
// there is found but not regular.
func (d *disk) read(p string) (found, error) {
	if d.folders == nil {
		defer d.keepFolders()()
	}
	folder, name, err := d.locate(p)
	if err != nil {
		return found{}, d.explain("look at", p, err)
	}
	if folder == nil {
		return found{}, nil
	}
	info, err := folder.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || notDirectory(err) {
		return found{}, nil
	}
	if err != nil {
		return found{}, d.explain("look at", p, err)
	}
	if !info.Mode().IsRegular() {
		return found{exists: true, folder: info.IsDir()}, nil
	}
	if info.Size() > maxFile {
		return found{exists: true, regular: true, size: info.Size()}, nil
	}
	file, err := folder.OpenFile(name, os.O_RDONLY|regularFile, 0)
	if err != nil {
		return found{}, d.explain("read", p, err)
	}
	defer file.Close()
	d.content = slices.Grow(d.content[:0], int(info.Size()))[:info.Size()]
	if _, err := io.ReadFull(file, d.content); err != nil {
		return found{}, d.explain("read", p, err)
	}
	return found{exists: true, regular: true, size: info.Size(), data: d.content}, nil
}

// mebibytes are as many as hold n bytes.
func mebibytes(n int64) int64 { return (n + 1<<20 - 1) >> 20 }

// syncedAtOnce bounds how many new files are open at a time.
const syncedAtOnce = 64

// writeAll writes new files, and where that matters waits for the disk to have
// them: for many at a time, since a file system commits those together.
func (d *disk) writeAll(files []File) error {
	defer d.keepFolders()()
	for some := range slices.Chunk(files, syncedAtOnce) {
		if err := d.writeSome(some); err != nil {
			return err
		}
	}
	return nil
}

func (d *disk) writeSome(files []File) error {
	var all sync.WaitGroup
	failed := make([]error, len(files))
	for i, f := range files {
		file, err := d.create(f)
		if err != nil {
			failed[i] = err
			break
		}
		if !d.durable {
			failed[i] = file.Close()
			continue
		}
		if err := d.before("sync", f.Path); err != nil {
			failed[i] = errors.Join(err, file.Close())
			break
		}
		all.Go(func() { failed[i] = errors.Join(file.Sync(), file.Close()) })
	}
	all.Wait()
	for i, err := range failed {
		if err != nil {
			return d.explain("write", files[i].Path, err)
		}
	}
	return nil
}

// create writes a new file, in a folder made for it, and leaves it open.
func (d *disk) create(f File) (*os.File, error) {
	folder, err := d.makeFolder(path.Dir(f.Path))
	if err != nil {
		return nil, err
	}
	if err := d.before("write", f.Path); err != nil {
		return nil, err
	}
	file, err := folder.OpenFile(path.Base(f.Path), os.O_WRONLY|os.O_CREATE|os.O_EXCL|regularFile, 0o644)
	if err != nil {
		return nil, err
	}
	if _, err := file.Write(f.Data); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

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

// there reports whether anything is at a path.
func (d *disk) there(p string) bool {
	_, err := d.root.Lstat(p)
	return err == nil
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
	case notEmpty(err):
		remedy = "; move what is in it elsewhere"
	case err.Error() == "path escapes from parent":
		remedy = "; a symlink leads out of the output folder: replace it with a folder"
	}
	return fmt.Errorf("%s: %s %s: %w%s", d.dir, operation, p, err, remedy)
}
