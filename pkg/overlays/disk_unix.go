//go:build unix

package overlays

import (
	"errors"
	"syscall"
)

// notDirectory reports that a file stands where a path needs a folder.
func notDirectory(err error) bool { return errors.Is(err, syscall.ENOTDIR) }
