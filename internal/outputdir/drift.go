package outputdir

import (
	"github.com/rogpeppe/go-internal/diff"

	"github.com/djangostack/djangostack/internal/printable"
)

// Drift is one file that is not what it should be.
type Drift struct {
	Path string // as in [File]
	Diff string // unified, from the folder to the tree; or one line of words
}

const (
	// maxCompared is how large a file in the folder is, in bytes, of which a difference is
	// made: that takes memory for each of its lines.
	maxCompared = 4 << 20
	// maxReport is how much the differences of a report have together, in bytes. Files
	// beyond are only named.
	maxReport = 16 << 20
)

// budget is what is left for differences.
type budget struct {
	bytes  int
	source string
}

func (l *Layout) budget() budget { return budget{maxReport, l.Source} }

func (left *budget) missing(file File) Drift {
	if left.bytes <= 0 {
		return said(file.Path, "is missing")
	}
	return left.take(file.Path, unified("/dev/null", nil, file.Path, file.Data))
}

func (left *budget) changed(file File, want []byte) Drift {
	if left.bytes <= 0 {
		return said(file.Path, "is not as "+left.source+" says")
	}
	return left.take(file.Path, unified(file.Path, file.Data, file.Path+" (from "+left.source+")", want))
}

func (left *budget) take(path, diff string) Drift {
	left.bytes -= len(diff)
	return Drift{path, diff}
}

// said returns a drift that is one line about a file.
func said(path, what string) Drift { return Drift{path, printable.Name(path) + ": " + what + "\n"} }

// unified returns the difference between two texts in unified format. It is the anchored
// diff the go command uses: linear in memory and deterministic.
func unified(oldName string, old []byte, newName string, updated []byte) string {
	return string(diff.Diff(oldName, old, newName, updated))
}
