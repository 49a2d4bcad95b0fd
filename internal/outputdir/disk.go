package outputdir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// disk is the output folder. os.Root refuses every path that leaves it,
// through a symlink too; step lets tests stop a write at any point.
type disk struct {
	*Tree
	root *os.Root
	dir  string
	step func(operation, path string) error
	// durable makes a write wait for the disk, so that a loss of power leaves what a
	// kill would. A folder without a tree has no old one to lose: there the wait, most of
	// what a first write takes, is left out.
	durable bool
	// folders are those opened so far, nil for one that is not there, while
	// nothing changes them; see cacheFolders.
	folders map[string]*os.Root
	// content is what was read last; most files are only looked at.
	content []byte
}

// open opens the output folder. A link is refused, wherever it leads: what is
// there may be somebody else's.
func (t *Tree) open(dir string) (*disk, error) {
	dir = filepath.Clean(dir)
	before, err := os.Lstat(dir)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: open output folder: %w", dir, withoutPath(err))
	case before.Mode()&fs.ModeSymlink != 0:
		return nil, fmt.Errorf("%s: is a symbolic link; name the folder it leads to, or put a folder in its place", dir)
	}
	root, err := os.OpenRoot(dir)
	if err == nil {
		err = sameFolder(before, root)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: open output folder: %w", dir, withoutPath(err))
	}
	return &disk{Tree: t, root: root, dir: dir}, nil
}

// openOrMake opens the output folder, which is made where it is not there.
func (t *Tree) openOrMake(dir string) (*disk, error) {
	if _, err := os.Lstat(filepath.Clean(dir)); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fmt.Errorf("%s: create output folder: %w", dir, withoutPath(err))
		}
	}
	return t.open(dir)
}

// withoutPath returns an error without the path in front of it, which stands there already.
func withoutPath(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	return err
}

// exists reports whether anything is at a path.
func (d *disk) exists(p string) bool {
	_, err := d.root.Lstat(p)
	return err == nil
}

// isFolder reports whether a folder is at a path, and no link to one.
func (d *disk) isFolder(p string) bool {
	info, err := d.root.Lstat(p)
	return err == nil && info.IsDir()
}

// same reports whether two paths are of one file; an empty one is of none.
func (d *disk) same(a, b string) bool {
	if b == "" {
		return false
	}
	one, err := d.root.Lstat(a)
	if err != nil {
		return false
	}
	other, err := d.root.Lstat(b)
	return err == nil && os.SameFile(one, other)
}

// canceled returns an error once ctx is done.
func (d *disk) canceled(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", d.dir, err)
	}
	return nil
}

func (d *disk) before(operation, p string) error {
	if d.step == nil {
		return nil
	}
	return d.step(operation, p)
}

// explain returns an error that says what failed where, and what to do about it.
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
