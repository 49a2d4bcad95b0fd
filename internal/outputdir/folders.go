package outputdir

import (
	"errors"
	"io/fs"
	"os"
	"path"
)

// cacheFolders has every folder opened once, until the function it returns is
// called: most of what a path costs is the way to it.
func (d *disk) cacheFolders() (done func()) {
	d.folders = map[string]*os.Root{".": d.root}
	return func() {
		for _, folder := range d.folders {
			if folder != nil && folder != d.root {
				_ = folder.Close()
			}
		}
		d.folders = nil
	}
}

// locate returns the folder of a path and the path in it; nil where it is not there.
func (d *disk) locate(p string) (*os.Root, string, error) {
	folder, err := d.folder(path.Dir(p))
	if err != nil {
		return nil, "", err
	}
	return folder, path.Base(p), nil
}

// folder returns the one at a path, nil where there is none, or something else.
func (d *disk) folder(dir string) (*os.Root, error) {
	folder, known := d.folders[dir]
	if known {
		return folder, nil
	}
	parent, err := d.folder(path.Dir(dir))
	if err != nil {
		return nil, err
	}
	if parent != nil {
		if folder, err = openFolder(parent, path.Base(dir)); err != nil {
			return nil, err
		}
	}
	d.folders[dir] = folder
	return folder, nil
}

// openFolder opens a folder in its parent, nil where there is none, or something
// else: a link is not followed, wherever it leads.
func openFolder(parent *os.Root, name string) (*os.Root, error) {
	before, err := parent.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !before.IsDir() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	folder, err := parent.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return folder, sameFolder(before, folder)
}

// sameFolder closes a folder unless it is the one that was looked at before.
func sameFolder(before fs.FileInfo, folder *os.Root) error {
	after, err := folder.Stat(".")
	if err == nil && !os.SameFile(before, after) {
		err = errReplaced
	}
	if err != nil {
		_ = folder.Close()
	}
	return err
}

var (
	errReplaced = errors.New("another folder has taken its place meanwhile; run again")
	errNoFolder = errors.New("not a folder")
)

// makeFolder returns the folder at a path, and makes it where it is not there.
func (d *disk) makeFolder(dir string) (*os.Root, error) {
	if folder := d.folders[dir]; folder != nil {
		return folder, nil
	}
	parent, err := d.makeFolder(path.Dir(dir))
	if err != nil {
		return nil, err
	}
	if err := d.before("mkdir", dir); err != nil {
		return nil, err
	}
	if err := parent.Mkdir(path.Base(dir), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	folder, err := openFolder(parent, path.Base(dir))
	if err == nil && folder == nil {
		err = errNoFolder
	}
	if err != nil {
		return nil, err
	}
	d.folders[dir] = folder
	return folder, nil
}
