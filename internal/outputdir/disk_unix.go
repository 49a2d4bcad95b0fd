//go:build unix

package outputdir

import (
	"errors"
	"syscall"
)

// notDirectory reports that a file stands where a path needs a folder.
func notDirectory(err error) bool { return errors.Is(err, syscall.ENOTDIR) }

// notEmpty reports that a folder cannot be removed for what is in it.
func notEmpty(err error) bool { return errors.Is(err, syscall.ENOTEMPTY) }

// regularFile opens a file that cannot block. To regular files it means nothing,
// but else Go asks the system four times whether the file is one.
const regularFile = syscall.O_NONBLOCK
