package overlays

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// openOutput opens the output folder. A link is refused, wherever it leads: what is
// there may be somebody else's.
func openOutput(dir string) (*disk, error) {
	dir = filepath.Clean(dir)
	before, err := os.Lstat(dir)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: open output folder: %w", dir, bare(err))
	case before.Mode()&fs.ModeSymlink != 0:
		return nil, fmt.Errorf("%s: is a symbolic link; name the folder it leads to, or put a folder in its place", dir)
	}
	root, err := os.OpenRoot(dir)
	if err == nil {
		err = sameFolder(before, root)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: open output folder: %w", dir, bare(err))
	}
	return &disk{root: root, dir: dir}, nil
}

// makeOutput opens the output folder, which is made where it is not there.
func makeOutput(dir string) (*disk, error) {
	if _, err := os.Lstat(filepath.Clean(dir)); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fmt.Errorf("%s: create output folder: %w", dir, bare(err))
		}
	}
	return openOutput(dir)
}

// bare is an error without the path in front of it, which stands there already.
func bare(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	return err
}
