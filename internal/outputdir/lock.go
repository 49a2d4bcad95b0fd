//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package outputdir

import (
	"errors"
	"fmt"
	"syscall"
)

// lock keeps other writers out of the folder until unlock is called. A file system
// that knows no locks keeps nobody out.
func (d *disk) lock() (unlock func(), err error) {
	dir, err := d.root.Open(".")
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		_ = dir.Close()
		return nil, fmt.Errorf("another %s is writing there; run again when it is done", d.Program)
	}
	return func() { _ = dir.Close() }, nil
}
