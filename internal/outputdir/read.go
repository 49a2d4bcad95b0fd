package outputdir

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
)

// Read gives visit what lies in the folder dir at each of the paths, in their order. No link
// is followed. An error of visit ends it.
func (t *Tree) Read(ctx context.Context, dir string, paths []string, visit func(path string, has Found) error) error {
	d, err := t.open(dir)
	if err != nil {
		return err
	}
	defer d.root.Close()
	defer d.cacheFolders()()
	for _, p := range paths {
		if err := d.canceled(ctx); err != nil {
			return err
		}
		has, err := d.read(p)
		if err == nil {
			err = visit(p, has)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Found is what lies at a path of the tree.
type Found struct {
	Exists  bool
	Regular bool // and no folder or link
	Size    int64
	Data    []byte // until the next file is read; none of one that is too large to be a tree's

	folder bool
}

// TooLarge reports whether a file was not read, since no tree has one of that size.
func (f Found) TooLarge() bool { return f.Size > maxFile }

// is reports a file of the given content.
func (f Found) is(data []byte) bool {
	return f.Regular && !f.TooLarge() && bytes.Equal(f.Data, data)
}

// read looks without following a link at the path itself. A directory or link
// there is found but not regular.
func (d *disk) read(p string) (Found, error) {
	if d.folders == nil {
		defer d.cacheFolders()()
	}
	folder, name, err := d.locate(p)
	if err != nil {
		return Found{}, d.explain("look at", p, err)
	}
	if folder == nil {
		return Found{}, nil
	}
	info, err := folder.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || notDirectory(err) {
		return Found{}, nil
	}
	if err != nil {
		return Found{}, d.explain("look at", p, err)
	}
	if !info.Mode().IsRegular() {
		return Found{Exists: true, folder: info.IsDir()}, nil
	}
	if info.Size() > maxFile {
		return Found{Exists: true, Regular: true, Size: info.Size()}, nil
	}
	file, err := folder.OpenFile(name, os.O_RDONLY|regularFile, 0)
	if err != nil {
		return Found{}, d.explain("read", p, err)
	}
	defer file.Close()
	d.content = slices.Grow(d.content[:0], int(info.Size()))[:info.Size()]
	if _, err := io.ReadFull(file, d.content); err != nil {
		return Found{}, d.explain("read", p, err)
	}
	return Found{Exists: true, Regular: true, Size: info.Size(), Data: d.content}, nil
}
