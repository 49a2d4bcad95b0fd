package outputdir

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/djangostack/djangostack/internal/sorted"
)

// Report is the difference between a folder and the tree it should hold, each list sorted
// by path.
type Report struct {
	Missing []Drift // not there
	Changed []Drift // there, with other content or of another type
	Extra   []Drift // owned, and no longer needed
	Foreign []Drift // not owned, in a folder of the tree
	// Interrupted says that a write stopped half-way; the next one goes on from there.
	Interrupted bool
	// Edited says that Write refuses some of the files without Force.
	Edited bool
}

// Check compares the folder dir with the tree and never writes. The list of checksums counts
// as one of the files: without it the next write could not tell its own files. Where there is
// no folder, all files are missing; an error means that it could not be read, or that Write
// would refuse it.
func (t *Tree) Check(ctx context.Context, dir string) (Report, error) {
	var r Report
	if err := t.Validate(); err != nil {
		return r, err
	}
	if err := ctx.Err(); err != nil {
		return r, fmt.Errorf("%s: %w", dir, err)
	}
	d, err := t.open(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		left := t.budget()
		for _, file := range append([]File{{t.SumFile, encodeSum(t.Files)}}, t.Files...) {
			r.Missing = append(r.Missing, left.missing(file))
		}
		return r, nil
	case err != nil:
		return r, err
	}
	defer d.root.Close()
	c, err := d.compare(ctx)
	if err == nil {
		err = d.guard(c.owned)
	}
	if err == nil {
		err = r.fill(ctx, d, c)
	}
	if err == nil {
		r.Foreign, err = d.foreign(ctx, c.owned)
	}
	return r, err
}

// fill adds what a plan would write and remove. No content of a file that is no
// longer needed is shown: only a list says that it is owned.
func (r *Report) fill(ctx context.Context, d *disk, c *changes) error {
	r.Edited, r.Interrupted = len(c.conflicts) > 0, c.interrupted
	left := d.budget()
	changed := slices.Clip(c.write)
	if !c.listed {
		changed = append(changed, File{d.SumFile, c.sum})
	}
	for _, file := range changed {
		if err := d.canceled(ctx); err != nil {
			return err
		}
		if err := r.compare(d, file, &left); err != nil {
			return err
		}
	}
	for _, stale := range c.remove {
		r.Extra = append(r.Extra, said(stale, "is no longer needed"))
	}
	sorted.By(r.Missing, func(d Drift) string { return d.Path })
	sorted.By(r.Changed, func(d Drift) string { return d.Path })
	return nil
}

func (r *Report) compare(d *disk, file File, left *budget) error {
	has, err := d.read(file.Path)
	if err != nil {
		return err
	}
	switch {
	case !has.Exists:
		r.Missing = append(r.Missing, left.missing(file))
	case !has.Regular:
		r.Changed = append(r.Changed, said(file.Path, "is a link or folder where a file belongs"))
	case has.Size > maxCompared:
		r.Changed = append(r.Changed, said(file.Path, fmt.Sprintf(
			"has %d bytes, and should have %d; so large a difference is not shown", has.Size, len(file.Data))))
	case bytes.Equal(has.Data, file.Data):
	case bytes.Equal(unixLineEnds(has.Data), unixLineEnds(file.Data)):
		r.Changed = append(r.Changed, said(file.Path, "has other line ends than were written, as after core.autocrlf of git"))
	case secretObject().Match(has.Data):
		r.Changed = append(r.Changed, said(file.Path, "is not as "+d.Source+" says, and has a Secret, which is not shown"))
	default:
		r.Changed = append(r.Changed, left.changed(File{file.Path, has.Data}, file.Data))
	}
	return nil
}
