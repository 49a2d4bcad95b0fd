//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package overlays

import "os"

// lock keeps nobody out here: two writes to one folder at once would mix.
func lock(*os.Root) (unlock func(), err error) { return func() {}, nil }
