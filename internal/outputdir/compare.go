package outputdir

import (
	"bytes"
	"context"
	"path"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/sorted"
)

// changes are what a write has to do, found by comparing first.
type changes struct {
	write       []File
	remove      []string
	unchanged   int
	sum         []byte // what the list of checksums is to be
	listed      bool   // it is that
	owned       digests
	interrupted bool // an earlier write was
	conflicts   []Conflict
	blockers    blockers
}

// done reports whether the tree is what it is to be.
func (c *changes) done() bool { return len(c.write)+len(c.remove) == 0 && c.listed }

// folders returns those in which anything changes, but for the output folder itself.
func (c *changes) folders() []string {
	in := treePaths{map[string]bool{}, map[string]bool{}, map[string]string{}}
	for _, file := range c.write {
		in.add(file.Path)
	}
	for _, stale := range c.remove {
		in.add(stale)
	}
	return sorted.Keys(in.folders)
}

// compare finds what has to change in the folder.
func (d *disk) compare(ctx context.Context) (*changes, error) {
	defer d.cacheFolders()()
	owned, sum, err := d.readSum(d.SumFile)
	if err != nil {
		return nil, err
	}
	d.durable = sum.Exists
	c := &changes{blockers: blockers{}, owned: owned, sum: encodeSum(d.Files)}
	c.listed = sum.Regular && bytes.Equal(unixLineEnds(sum.Data), c.sum)
	if sum.Exists && !sum.Regular {
		c.add(NotAFile, d.SumFile, "is a link or folder")
	}
	if err := c.addInterrupted(d); err != nil {
		return nil, err
	}
	for _, file := range d.Files {
		if err := d.canceled(ctx); err != nil {
			return nil, err
		}
		if err := c.addWrite(d, file); err != nil {
			return nil, err
		}
	}
	if err := c.addStale(ctx, d); err != nil {
		return nil, err
	}
	return c, nil
}

// addStale plans to remove what is owned and no longer needed. Where the file
// system takes its path for another one of the tree, there is nothing to remove.
func (c *changes) addStale(ctx context.Context, d *disk) error {
	wanted, named := map[string]bool{}, map[string]string{}
	for _, file := range d.Files {
		wanted[file.Path], named[bounds.Alike(file.Path)] = true, file.Path
	}
	for _, stale := range c.owned.paths() {
		if err := d.canceled(ctx); err != nil {
			return err
		}
		if wanted[stale] || d.Theirs[stale] {
			continue
		}
		if d.same(stale, named[bounds.Alike(stale)]) {
			continue
		}
		if err := c.addRemove(d, stale); err != nil {
			return err
		}
	}
	return nil
}

func (c *changes) addWrite(d *disk, file File) error {
	has, err := d.read(file.Path)
	switch {
	case err != nil:
		return err
	case has.is(file.Data):
		c.unchanged++
		return nil
	case has.Exists && !has.Regular:
		c.add(NotAFile, file.Path, "is a link or folder")
	case has.Exists && c.owned[file.Path] == "":
		c.add(Foreign, file.Path, "was not written by "+d.Program)
	case has.Exists && c.edited(file, has):
		c.add(Edited, file.Path, "was edited by hand")
	case !has.Exists:
		blocker, err := c.blockers.of(d, path.Dir(file.Path))
		if err != nil {
			return err
		}
		if blocker != nil {
			c.addConflict(*blocker)
		}
	}
	c.write = append(c.write, file)
	return nil
}

// edited reports whether a file is neither as it was written nor as it is to be, whatever
// its line ends.
func (c *changes) edited(file File, has Found) bool {
	return !c.owned.matches(file.Path, has) && (has.TooLarge() || !bytes.Equal(unixLineEnds(has.Data), file.Data))
}

func (c *changes) addRemove(d *disk, stale string) error {
	has, err := d.read(stale)
	switch {
	case err != nil:
		return err
	case !has.Exists:
		return nil
	case !has.Regular:
		c.add(NotAFile, stale, "is no longer needed, but is a link or folder")
	case !c.owned.matches(stale, has):
		c.add(Edited, stale, "is no longer needed, but was edited by hand")
	}
	c.remove = append(c.remove, stale)
	return nil
}
