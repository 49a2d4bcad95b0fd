//go:build !unix

package outputdir

// notDirectory reports that a file stands where a path needs a folder; other
// systems say that such a path does not exist.
func notDirectory(error) bool { return false }

// notEmpty reports that a folder cannot be removed for what is in it; elsewhere the
// system's own words have to do.
func notEmpty(error) bool { return false }

// regularFile says nothing here.
const regularFile = 0
