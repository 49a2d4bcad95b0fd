package outputdir

import (
	"path"
	"slices"
)

// Conflict is a file that a write must not touch, or what stands where it has to write.
type Conflict struct {
	Path    string
	Reason  Reason
	Message string // what is the matter with it, as the end of a sentence
}

// Reason says what is the matter with a file.
type Reason string

// The reasons why a write must not touch a file.
const (
	Foreign    Reason = "Foreign"    // it is not owned
	Edited     Reason = "Edited"     // it is owned, and not as it was written
	NotAFile   Reason = "NotAFile"   // a folder or link is where a file belongs
	NotAFolder Reason = "NotAFolder" // a file or link is where a folder belongs
)

func (c *changes) add(reason Reason, path, message string) {
	c.addConflict(Conflict{path, reason, message})
}

func (c *changes) addConflict(conflict Conflict) {
	if !slices.Contains(c.conflicts, conflict) {
		c.conflicts = append(c.conflicts, conflict)
	}
}

// blockers are what stands in the place of folders, by folder; nil where nothing
// does.
type blockers map[string]*Conflict

// of returns the first on the way to a folder that is none.
func (b blockers) of(d *disk, dir string) (*Conflict, error) {
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

// blocks returns the conflict at a path where a folder belongs, nil where one is or nothing.
func (d *disk) blocks(dir string) (*Conflict, error) {
	has, err := d.read(dir)
	switch {
	case err != nil || !has.Exists || has.folder:
		return nil, err
	case has.Regular:
		return &Conflict{dir, NotAFolder, "is a file where a folder belongs"}, nil
	default:
		return &Conflict{dir, NotAFolder, "is a link where a folder belongs"}, nil
	}
}
