package overlays

import (
	"bytes"
	"fmt"
	"path"
	"slices"

	"github.com/djangostack/djangostack/internal/sorted"
)

// plan is what a write has to do, found by comparing first.
type plan struct {
	write     []change // staged, then renamed into place; SumFile is the last
	remove    []change
	unchanged int
	conflicts []conflict
	blockers  blockers
}

// change is one file: its digest on disk, "" when absent, and what it becomes.
type change struct {
	path string
	old  string
	data []byte
}

const blockedByFile = "is a file where a folder belongs"

// conflict is a file that is not ours to touch.
type conflict struct {
	path, why string
	blocks    bool // stands where a folder belongs, so that no rename resolves it
}

// makePlan compares files with what the folder holds and owns.
func makePlan(d *disk, files []File) (*plan, error) {
	if err := checkFiles(files); err != nil {
		return nil, err
	}
	defer d.keepFolders()()
	sum, err := d.read(SumFile)
	if err != nil {
		return nil, err
	}
	sum.data = bytes.Clone(sum.data)
	owned, err := decodeSum(sum.data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.dir, err)
	}
	p, wanted := &plan{blockers: blockers{}}, map[string]bool{}
	if sum.exists && !sum.regular {
		p.conflict(SumFile, "is a link or folder")
	}
	for _, file := range files {
		wanted[file.Path] = true
		if err := p.addWrite(d, file, owned[file.Path]); err != nil {
			return nil, err
		}
	}
	for _, stale := range sorted.Keys(owned) {
		if wanted[stale] {
			continue
		}
		if err := p.addRemove(d, stale, owned[stale]); err != nil {
			return nil, err
		}
	}
	if next := encodeSum(files); !bytes.Equal(next, sum.data) || !sum.exists {
		p.write = append(p.write, change{SumFile, oldDigest(sum), next})
	}
	return p, nil
}

func oldDigest(f found) string {
	if !f.regular {
		return ""
	}
	return digest(f.data)
}

func (p *plan) addWrite(d *disk, file File, owned string) error {
	has, err := d.read(file.Path)
	switch {
	case err != nil:
		return err
	case has.regular && bytes.Equal(has.data, file.Data):
		p.unchanged++
		return nil
	case has.exists && !has.regular:
		p.conflict(file.Path, "is a link or folder")
	case has.exists && owned == "":
		p.conflict(file.Path, "was not written by djangostack")
	case has.exists && digest(has.data) != owned:
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

func (p *plan) addRemove(d *disk, stale, owned string) error {
	has, err := d.read(stale)
	switch {
	case err != nil:
		return err
	case !has.exists:
		return nil
	case !has.regular:
		p.conflict(stale, "is no longer needed, but is a link or folder")
	case digest(has.data) != owned:
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
	case err != nil || !has.exists:
		return nil, err
	case has.regular:
		return &conflict{dir, blockedByFile, true}, nil
	}
	if folder, err := d.folder(dir); folder != nil || err != nil {
		return nil, err
	}
	return &conflict{dir, "is a link to no folder where one belongs", true}, nil
}

// checkFiles refuses paths that leave the folder, repeat or nest.
func checkFiles(files []File) error {
	for i, file := range files {
		if err := checkPath(file.Path); err != nil {
			return err
		}
		if reserved(file.Path) {
			return fmt.Errorf("path %q: the name is reserved", file.Path)
		}
		if i > 0 && files[i-1].Path >= file.Path {
			return fmt.Errorf("path %q: files must be sorted and each given once", file.Path)
		}
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
