//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package overlays

import (
	"errors"
	"os"
	"syscall"
)

// errLocked says that two writes would mix.
var errLocked = errors.New("another djangostack is writing there; run again when it is done")

// lock keeps other writers out of the folder until unlock is called. A file system
// that knows no locks keeps nobody out.
func lock(root *os.Root) (unlock func(), err error) {
	dir, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		_ = dir.Close()
		return nil, errLocked
	}
	return func() { _ = dir.Close() }, nil
}
