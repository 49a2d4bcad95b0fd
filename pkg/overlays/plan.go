package overlays

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"slices"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/sorted"
)

// plan is what a write has to do, found by comparing first.
type plan struct {
	write       []File
	remove      []string
	unchanged   int
	sum         []byte // what SumFile is to be
	listed      bool   // SumFile is
	owned       digests
	interrupted bool // an earlier write was
	conflicts   []conflict
	blockers    blockers
}

// done reports whether the tree is what it is to be.
func (p *plan) done() bool { return len(p.write)+len(p.remove) == 0 && p.listed }

// folders are those in which anything changes, but for the output folder itself.
func (p *plan) folders() []string {
	in := neighbours{map[string]bool{}, map[string]bool{}, map[string]string{}}
	for _, file := range p.write {
		in.add(file.Path)
	}
	for _, stale := range p.remove {
		in.add(stale)
	}
	return sorted.Keys(in.folders)
}

// conflict is a file that is not ours to touch.
type conflict struct {
	path, why string
	blocks    bool // stands where a folder belongs, so that no rename resolves it
}

// makePlan compares files with what the folder holds and owns.
func makePlan(d *disk, files []File) (*plan, error) {
	defer d.keepFolders()()
	owned, sum, err := d.readSum(SumFile)
	if err != nil {
		return nil, err
	}
	d.durable = sum.exists
	p := &plan{blockers: blockers{}, owned: owned, sum: encodeSum(files)}
	p.listed = sum.regular && bytes.Equal(unix(sum.data), p.sum)
	if sum.exists && !sum.regular {
		p.conflict(SumFile, "is a link or folder")
	}
	if err := p.addInterrupted(d); err != nil {
		return nil, err
	}
	for _, file := range files {
		if err := p.addWrite(d, file); err != nil {
			return nil, err
		}
	}
	if err := p.addStale(d, files); err != nil {
		return nil, err
	}
	return p, nil
}

// addInterrupted adds to what is ours the files that an interrupted write has made, and
// those that it has not come to.
func (p *plan) addInterrupted(d *disk) error {
	next, has, err := d.readSum(nextSum)
	if err != nil {
		return err
	}
	p.interrupted = has.exists || d.there(stageDir)
	for _, file := range next.paths() {
		has, err := d.read(file)
		if err != nil {
			return err
		}
		if p.owned[file] == "" || next.holds(file, has) {
			p.owned[file] = next[file]
		}
	}
	return nil
}

// addStale plans to remove what is owned and no longer needed. Where the file
// system takes its path for another one of the tree, there is nothing to remove.
func (p *plan) addStale(d *disk, files []File) error {
	wanted, named, secret := map[string]bool{}, map[string]string{}, secretFiles(files)
	for _, file := range files {
		wanted[file.Path], named[bounds.Alike(file.Path)] = true, file.Path
	}
	for _, stale := range p.owned.paths() {
		if wanted[stale] || secret[stale] {
			continue
		}
		if d.same(stale, named[bounds.Alike(stale)]) {
			continue
		}
		if err := p.addRemove(d, stale); err != nil {
			return err
		}
	}
	return nil
}

// same reports whether two paths are of one file; an empty one is of none.
func (d *disk) same(a, b string) bool {
	if b == "" {
		return false
	}
	one, err := d.root.Lstat(a)
	if err != nil {
		return false
	}
	other, err := d.root.Lstat(b)
	return err == nil && os.SameFile(one, other)
}

func (p *plan) addWrite(d *disk, file File) error {
	has, err := d.read(file.Path)
	switch {
	case err != nil:
		return err
	case has.is(file.Data):
		p.unchanged++
		return nil
	case has.exists && !has.regular:
		p.conflict(file.Path, "is a link or folder")
	case has.exists && p.owned[file.Path] == "":
		p.conflict(file.Path, "was not written by djangostack")
	case has.exists && !p.owned.holds(file.Path, has) && (has.large() || !bytes.Equal(unix(has.data), file.Data)):
		p.conflict(file.Path, "was edited by hand")
	case !has.exists:
		blocker, err := p.blockers.of(d, path.Dir(file.Path))
		if err != nil {
			return err
		}
		if blocker != nil {
			p.add(*blocker)
		}
	}
	p.write = append(p.write, file)
	return nil
}

func (p *plan) addRemove(d *disk, stale string) error {
	has, err := d.read(stale)
	switch {
	case err != nil:
		return err
	case !has.exists:
		return nil
	case !has.regular:
		p.conflict(stale, "is no longer needed, but is a link or folder")
	case !p.owned.holds(stale, has):
		p.conflict(stale, "is no longer needed, but was edited by hand")
	}
	p.remove = append(p.remove, stale)
	return nil
}

func (p *plan) conflict(path, why string) { p.add(conflict{path: path, why: why}) }

func (p *plan) add(c conflict) {
	if !slices.Contains(p.conflicts, c) {
		p.conflicts = append(p.conflicts, c)
	}
}

// blockers are what stands in the place of folders, by folder; nil where nothing
// does.
type blockers map[string]*conflict

// of is the first on the way to a folder that is none.
func (b blockers) of(d *disk, dir string) (*conflict, error) {
	if blocker, known := b[dir]; known || dir == "." {
		return blocker, nil
	}
	blocker, err := b.of(d, path.Dir(dir))
	if err != nil {
		return nil, err
	}
	if blocker == nil {
		if blocker, err = d.blocks(dir); err != nil {
			return nil, err
		}
	}
	b[dir] = blocker
	return blocker, nil
}

// blocks is the conflict at a path where a folder belongs, nil where one is or
// nothing.
func (d *disk) blocks(dir string) (*conflict, error) {
	has, err := d.read(dir)
	switch {
	case err != nil || !has.exists || has.folder:
		return nil, err
	case has.regular:
		return &conflict{dir, "is a file where a folder belongs", true}, nil
	default:
		return &conflict{dir, "is a link where a folder belongs", true}, nil
	}
}

// checkFiles refuses paths that are not those of a tree, repeat or nest.
func checkFiles(files []File) error {
	for i, file := range files {
		if err := checkPath(file.Path); err != nil {
			return err
		}
		if n := len(file.Data); n > maxFile {
			return fmt.Errorf("path %q: %d MiB are more than the %d that a file may have", file.Path, mebibytes(int64(n)),
				maxFile>>20)
		}
		if i > 0 && files[i-1].Path >= file.Path {
			return fmt.Errorf("path %q: files must be sorted and each given once", file.Path)
		}
	}
	if size := sumSize(files); size > maxSum {
		return fmt.Errorf("%d files, whose list has %d MiB, are more than a tree may have; divide the stack", len(files),
			mebibytes(int64(size)))
	}
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = file.Path
	}
	for _, p := range paths {
		for i := range len(p) {
			if p[i] != '/' {
				continue
			}
			if _, isFile := slices.BinarySearch(paths, p[:i]); isFile {
				return fmt.Errorf("path %q: %q is a file", p, p[:i])
			}
		}
	}
	return nil
}
