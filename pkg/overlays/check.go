package overlays

import (
	"context"
	"slices"

	"github.com/djangostack/djangostack/internal/outputdir"
	"github.com/djangostack/djangostack/internal/sorted"
)

// Drift is one file that is not what the spec says.
type Drift struct {
	Path string // as in [File]
	Diff string // unified, from the folder to the spec; or one line of words
}

// Report is the difference between a folder and the files it should hold,
// each list sorted by path.
type Report struct {
	Missing []Drift // not there
	Changed []Drift // there, with other content or of another type
	Extra   []Drift // owned, and no longer needed
	Foreign []Drift // not owned, in a folder of the tree
	// Interrupted says that a write stopped half-way; the next one goes on from there.
	Interrupted bool
	// Edited says that [Write] refuses some of the files without [Force].
	Edited bool
}

// Clean reports whether there is nothing to do.
func (r Report) Clean() bool { return len(r.All()) == 0 && !r.Interrupted }

// All returns the files of every list, sorted by path.
func (r Report) All() []Drift {
	all := slices.Concat(r.Missing, r.Changed, r.Extra, r.Foreign)
	sorted.By(all, func(d Drift) string { return d.Path })
	return all
}

// Check compares the folder dir with files and never writes. [SumFile] counts as one of the
// files: without it the next write could not tell its own files. What else lies below base and
// overlays is foreign, but for the file that [spec.Secrets.EnvFile] names. Where there is no
// folder, all files are missing.
//
// An error means that the folder could not be read, or that [Write] would refuse it as a
// whole; that is a [*ConflictError] where it holds the tree of another stack.
func Check(ctx context.Context, dir string, files []File) (Report, error) {
	t := treeOf(files)
	t.Guard = refuseOtherStack(dir, files)
	r, err := t.Check(ctx, dir)
	return Report{
		Missing: drifts(r.Missing), Changed: drifts(r.Changed), Extra: drifts(r.Extra), Foreign: drifts(r.Foreign),
		Interrupted: r.Interrupted, Edited: r.Edited,
	}, err
}

func drifts(list []outputdir.Drift) []Drift {
	if list == nil {
		return nil
	}
	out := make([]Drift, len(list))
	for i, drift := range list {
		out[i] = Drift(drift)
	}
	return out
}
