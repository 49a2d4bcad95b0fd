package overlays

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Drift is one file that is not what the spec says.
type Drift struct {
	Path string // as in [File]
	Diff string // unified, from the folder to the spec; or one line where no text can be compared
}

// Report is the difference between a folder and the files it should hold,
// each list sorted by path.
type Report struct {
	Missing []Drift // not there
	Changed []Drift // there, with other content or of another type
	Extra   []Drift // owned, and no longer needed
	// Interrupted says that a write stopped half-way; the next one finishes it.
	Interrupted bool
}

// Clean reports whether there is nothing to do.
func (r Report) Clean() bool {
	return len(r.Missing)+len(r.Changed)+len(r.Extra) == 0 && !r.Interrupted
}

// Check compares the folder dir with files and never writes. SumFile counts
// as one of the files: without it the next write could not tell its own files.
// Where there is no folder, all files are missing; an error means that it could
// not be read.
func Check(dir string, files []File) (Report, error) {
	var r Report
	root, err := os.OpenRoot(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		for _, file := range append([]File{{SumFile, encodeSum(files)}}, files...) {
			r.Missing = append(r.Missing, Drift{file.Path, Unified("/dev/null", nil, file.Path, file.Data)})
		}
		return r, checkFiles(files)
	case err != nil:
		return r, fmt.Errorf("%s: open output folder: %w", dir, errors.Unwrap(err))
	}
	defer root.Close()
	d := &disk{root: root, dir: dir}
	stage, err := d.read(stageDir)
	if err != nil {
		return r, err
	}
	r.Interrupted = stage.exists
	p, err := makePlan(d, files)
	if err != nil {
		return r, err
	}
	for _, c := range p.write {
		if err := r.compare(d, c); err != nil {
			return r, err
		}
	}
	for _, c := range p.remove {
		has, err := d.read(c.path)
		if err != nil {
			return r, err
		}
		r.Extra = append(r.Extra, Drift{c.path, Unified(c.path, has.data, "/dev/null", nil)})
	}
	sortBy(r.Missing, func(d Drift) string { return d.Path })
	sortBy(r.Changed, func(d Drift) string { return d.Path })
	return r, nil
}

func (r *Report) compare(d *disk, c change) error {
	has, err := d.read(c.path)
	if err != nil {
		return err
	}
	switch {
	case !has.exists:
		r.Missing = append(r.Missing, Drift{c.path, Unified("/dev/null", nil, c.path, c.data)})
	case !has.regular:
		r.Changed = append(r.Changed, Drift{c.path, "a link or folder stands where a file belongs\n"})
	case !bytes.Equal(has.data, c.data):
		r.Changed = append(r.Changed, Drift{c.path, Unified(c.path, has.data, c.path+" (from the spec)", c.data)})
	}
	return nil
}
