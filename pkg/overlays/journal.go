package overlays

import (
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"
)

// stageDir holds the changed files of a write that is under way, and the
// journal that says where they go. Without a journal the old tree is whole and
// the folder is rubbish; with one every file is staged, and whoever finds it
// finishes the write.
const (
	stageDir    = ".djangostack.stage"
	journalFile = stageDir + "/journal.json"
)

// journal lists the steps of a write, each of which can be taken twice.
type journal struct {
	Steps []journalStep `json:"steps"`
}

// journalStep puts a staged file in place, or removes one. Old and New are
// digests; an empty one stands for no file.
type journalStep struct {
	Path   string `json:"path"`
	Staged string `json:"staged,omitempty"`
	Old    string `json:"old,omitempty"`
	New    string `json:"new,omitempty"`
}

// isFolder reports whether a step puts a whole folder in place.
func (s journalStep) isFolder() bool { return strings.HasPrefix(s.Staged, stageFresh) }

// sumFile is where the sum file of the new tree is staged: SumFile is in place, and
// not changed, where no step is about it.
func (j *journal) sumFile() string {
	for _, s := range j.Steps {
		if s.Path == SumFile {
			return s.Staged
		}
	}
	return SumFile
}

// aside is where a step keeps what it takes the place of, until the write is done.
func aside(step int) string { return stageDir + "/old-" + strconv.Itoa(step) }

// stage writes every changed file beside the tree, and says how they come into it:
// what is in the way goes first.
func (d *disk) stage(p *plan) (*journal, error) {
	if err := d.removeAll(stageDir); err != nil {
		return nil, err
	}
	if err := d.mkdir(stageDir); err != nil {
		return nil, err
	}
	j := &journal{}
	for _, c := range p.conflicts {
		if c.blocks {
			j.Steps = append(j.Steps, journalStep{Path: c.path, Old: c.old})
		}
	}
	for _, c := range p.remove {
		j.Steps = append(j.Steps, journalStep{Path: c.path, Old: c.old})
	}
	staged, steps, err := d.stagePaths(p.write)
	if err != nil {
		return nil, err
	}
	j.Steps = append(j.Steps, steps...)
	return j, d.writeAll(staged)
}

// decide writes the journal. Its rename is the moment the write is decided.
func (d *disk) decide(j *journal) error {
	data, err := json.MarshalIndent(j, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: encode journal: %w", d.dir, err)
	}
	if err := d.writeAll([]File{{journalFile + ".new", data}}); err != nil {
		return err
	}
	if err := d.rename(journalFile+".new", journalFile); err != nil {
		return err
	}
	return d.sync(stageDir)
}

// stagePaths says where each change is staged, and by what steps it comes into
// place. What lies below a top folder that is not there yet is staged as a
// folder: one rename puts all of it in place.
func (d *disk) stagePaths(changes []change) ([]File, []journalStep, error) {
	var steps []journalStep
	staged := make([]File, len(changes))
	fresh := map[string]bool{}
	for i, c := range changes {
		top, _, below := strings.Cut(c.path, "/")
		if _, asked := fresh[top]; below && !asked {
			has, err := d.read(top)
			if err != nil {
				return nil, nil, err
			}
			if fresh[top] = !has.exists; fresh[top] {
				steps = append(steps, journalStep{Path: top, Staged: stageFresh + top})
			}
		}
		if !below || !fresh[top] {
			staged[i] = File{stageDir + "/" + strconv.Itoa(i), c.data}
			steps = append(steps, journalStep{c.path, staged[i].Path, c.old, digest(c.data)})
			continue
		}
		staged[i] = File{stageFresh + c.path, c.data}
	}
	return staged, steps, nil
}

// stageFresh is in front of the name of a folder that is staged whole.
const stageFresh = stageDir + "/new-"

// readJournal returns nil when no write was decided.
func (d *disk) readJournal() (*journal, error) {
	has, err := d.readOwn(journalFile, maxFile, "restore the folder from git and delete "+stageDir)
	if err != nil || !has.regular {
		return nil, err
	}
	var j journal
	if err := json.Unmarshal(has.data, &j); err != nil {
		return nil, fmt.Errorf("%s: %s: %w; restore the folder from git and delete %s", d.dir, journalFile, err, stageDir)
	}
	for _, s := range j.Steps {
		place := s.Path == SumFile && s.Staged != "" || inTree(s.Path) ||
			folderInTree(s.Path) && (s.Staged == "" || s.isFolder())
		if !place || s.Staged != "" && path.Dir(s.Staged) != stageDir {
			return nil, d.notOurs(s.Path)
		}
	}
	return &j, nil
}

func (d *disk) notOurs(path string) error {
	return fmt.Errorf("%s: %s: step for %q is not ours; restore the folder from git and delete %s",
		d.dir, journalFile, path, stageDir)
}
