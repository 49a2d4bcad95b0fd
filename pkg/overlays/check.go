package overlays

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"github.com/djangostack/djangostack/internal/printable"
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

// All are the files of every list, sorted by path.
func (r Report) All() []Drift {
	all := slices.Concat(r.Missing, r.Changed, r.Extra, r.Foreign)
	sorted.By(all, func(d Drift) string { return d.Path })
	return all
}

// Check compares the folder dir with files and never writes. SumFile counts
// as one of the files: without it the next write could not tell its own files.
// What else lies below base and overlays is foreign, but for the file that
// [spec.Secrets.EnvFile] names. Where there is no folder, all files are missing; an
// error means that it could not be read, or that [Write] would refuse it.
func Check(dir string, files []File) (Report, error) {
	var r Report
	if err := checkFiles(files); err != nil {
		return r, err
	}
	d, err := openOutput(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		left := room(maxReport)
		for _, file := range append([]File{{SumFile, encodeSum(files)}}, files...) {
			r.Missing = append(r.Missing, left.missing(file))
		}
		return r, nil
	case err != nil:
		return r, err
	}
	defer d.root.Close()
	p, err := makePlan(d, files)
	if err == nil {
		err = d.checkStack(files, p.owned)
	}
	if err == nil {
		err = r.fill(d, p)
	}
	if err == nil {
		r.Foreign, err = d.foreign(p.owned, files)
	}
	return r, err
}

// fill adds what a plan would write and remove. No content of a file that is no
// longer needed is shown: only a sum file says that it is ours.
func (r *Report) fill(d *disk, p *plan) error {
	r.Edited, r.Interrupted = len(p.conflicts) > 0, p.interrupted
	left := room(maxReport)
	changed := slices.Clip(p.write)
	if !p.listed {
		changed = append(changed, File{SumFile, p.sum})
	}
	for _, file := range changed {
		if err := r.compare(d, file, &left); err != nil {
			return err
		}
	}
	for _, stale := range p.remove {
		r.Extra = append(r.Extra, said(stale, "is no longer needed"))
	}
	sorted.By(r.Missing, func(d Drift) string { return d.Path })
	sorted.By(r.Changed, func(d Drift) string { return d.Path })
	return nil
}

func (r *Report) compare(d *disk, file File, left *room) error {
	has, err := d.read(file.Path)
	if err != nil {
		return err
	}
	switch {
	case !has.exists:
		r.Missing = append(r.Missing, left.missing(file))
	case !has.regular:
		r.Changed = append(r.Changed, said(file.Path, "is a link or folder where a file belongs"))
	case has.size > maxCompared:
		r.Changed = append(r.Changed, said(file.Path, fmt.Sprintf(
			"has %d bytes, and should have %d; so large a difference is not shown", has.size, len(file.Data))))
	case bytes.Equal(has.data, file.Data):
	case bytes.Equal(unix(has.data), unix(file.Data)):
		r.Changed = append(r.Changed, said(file.Path, "has other line ends than were written, as after core.autocrlf of git"))
	case secretObject.Match(has.data):
		r.Changed = append(r.Changed, said(file.Path, "is not as the spec says, and has a Secret, which is not shown"))
	default:
		r.Changed = append(r.Changed, left.changed(File{file.Path, has.data}, file.Data))
	}
	return nil
}

// secretObject is what no tree has: all of it may be secret, whatever its look.
var secretObject = regexp.MustCompile(`(?m)^[ \t{]*"?kind"?:[ \t]*['"]?Secret['"]?[ \t,}]*\r?$`)

const (
	// maxCompared is how large a file in the folder is, in bytes, of which a difference is
	// made: that takes memory for each of its lines.
	maxCompared = 4 << 20
	// maxReport is how much the differences of a report have together, in bytes. Files
	// beyond are only named.
	maxReport = 16 << 20
)

// room is what is left for differences.
type room int

func (left *room) missing(file File) Drift {
	if *left <= 0 {
		return said(file.Path, "is missing")
	}
	return left.take(file.Path, Unified("/dev/null", nil, file.Path, file.Data))
}

func (left *room) changed(file File, want []byte) Drift {
	if *left <= 0 {
		return said(file.Path, "is not as the spec says")
	}
	return left.take(file.Path, Unified(file.Path, file.Data, file.Path+" (from the spec)", want))
}

func (left *room) take(path, diff string) Drift {
	*left -= room(len(diff))
	return Drift{path, diff}
}

// said is one line about a file.
func said(path, what string) Drift { return Drift{path, printable.Name(path) + ": " + what + "\n"} }
