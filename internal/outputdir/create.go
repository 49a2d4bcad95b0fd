package outputdir

import (
	"context"
	"errors"
	"os"
	"path"
	"slices"
	"sync"
)

// syncedAtOnce bounds how many new files are open at a time.
const syncedAtOnce = 64

// writeAll writes new files, and where that matters waits for the disk to have
// them: for many at a time, since a file system commits those together.
func (d *disk) writeAll(ctx context.Context, files []File) error {
	defer d.cacheFolders()()
	for some := range slices.Chunk(files, syncedAtOnce) {
		if err := d.canceled(ctx); err != nil {
			return err
		}
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
