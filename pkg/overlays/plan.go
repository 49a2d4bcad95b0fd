package overlays

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"slices"

	"github.com/djangostack/djangostack/internal/bounds"
)

// plan is what a write has to do, found by comparing first.
type plan struct {
	write     []change // staged, then renamed into place; SumFile is the last
	remove    []change
	unchanged int
	conflicts []conflict
	blockers  blockers
	owned     digests
}

// change is one file: its digest on disk, "" when absent, and what it becomes.
type change struct {
	path string
	old  string
	data []byte
}

const (
	blockedByFile = "is a file where a folder belongs"
	blockedByLink = "is a link where a folder belongs"
)

// conflict is a file that is not ours to touch.
type conflict struct {
	path, why string
	blocks    bool   // stands where a folder belongs, so that no rename resolves it
	old       string // the digest of what does
}

// makePlan compares files with what the folder holds and owns.
func makePlan(d *disk, files []File) (*plan, error) {
	if err := checkFiles(files); err != nil {
		return nil, err
	}
	defer d.keepFolders()()
	sum, err := d.readOwn(SumFile, maxSum, restoreSum)
	if err != nil {
		return nil, err
	}
	sum.data = bytes.Clone(sum.data)
	owned, err := decodeSum(sum.data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.dir, err)
	}
	p := &plan{blockers: blockers{}, owned: owned}
	if sum.exists && !sum.regular {
		p.conflict(SumFile, "is a link or folder")
	}
	for _, file := range files {
		if err := p.addWrite(d, file); err != nil {
			return nil, err
		}
	}
	if err := p.addStale(d, files); err != nil {
		return nil, err
	}
	if next := encodeSum(files); !bytes.Equal(next, unix(sum.data)) || !sum.exists {
		p.write = append(p.write, change{SumFile, oldDigest(sum), next})
	}
	return p, nil
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

// oldDigest is "" where there is no file. That of a large one is no file's.
func oldDigest(f found) string {
	switch {
	case !f.regular:
		return ""
	case f.large():
		return digest(fmt.Appendf(nil, "a file of %d bytes", f.size))
	default:
		return digest(f.data)
	}
}

func (p *plan) addWrite(d *disk, file File) error {
	has, err := d.read(file.Path)
	switch {
	case err != nil:
		return err
	case has.regular && bytes.Equal(has.data, file.Data):
		p.unchanged++
		return nil
	case has.exists && !has.regular:
		p.conflict(file.Path, "is a link or folder")
	case has.exists && p.owned[file.Path] == "":
		p.conflict(file.Path, "was not written by djangostack")
	case has.exists && !p.owned.holds(file.Path, has.data) && !bytes.Equal(unix(has.data), file.Data):
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
	p.write = append(p.write, change{file.Path, oldDigest(has), file.Data})
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
	case !p.owned.holds(stale, has.data):
		p.conflict(stale, "is no longer needed, but was edited by hand")
	}
	p.remove = append(p.remove, change{path: stale, old: oldDigest(has)})
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
		return &conflict{dir, blockedByFile, true, oldDigest(has)}, nil
	default:
		return &conflict{path: dir, why: blockedByLink, blocks: true}, nil
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
