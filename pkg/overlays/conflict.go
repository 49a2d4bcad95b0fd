package overlays

import (
	"errors"
	"fmt"

	"github.com/djangostack/djangostack/internal/outputdir"
)

// ConflictError is the error of [Write] about files that it must not touch, and of [Check]
// about a folder that Write would refuse as a whole. errors.As finds it. Nothing was written;
// with [Force], Write overwrites these files.
type ConflictError struct {
	Dir       string     // the folder
	Conflicts []Conflict // one at least
}

// Conflict is one file that [Write] must not touch.
type Conflict struct {
	Path    string // as in [File]
	Reason  ConflictReason
	Message string // what is the matter with it, in words
}

// ConflictReason says what is the matter with a file.
type ConflictReason string

// The reasons why Write must not touch a file.
const (
	// ConflictForeign is a file that Write did not write.
	ConflictForeign ConflictReason = "Foreign"
	// ConflictEdited is a file that Write wrote, and that was edited by hand since.
	ConflictEdited ConflictReason = "Edited"
	// ConflictNotAFile is a link or folder where a file belongs.
	ConflictNotAFile ConflictReason = "NotAFile"
	// ConflictNotAFolder is a link or file where a folder belongs.
	ConflictNotAFolder ConflictReason = "NotAFolder"
	// ConflictOtherStack is a file of another stack's tree. It stands for all of that tree.
	ConflictOtherStack ConflictReason = "OtherStack"
)

// Error lists every conflict, with the ways out.
func (e *ConflictError) Error() string { return errors.Join(e.Unwrap()...).Error() }

// Unwrap returns the lines of Error, each as an error.
func (e *ConflictError) Unwrap() []error {
	if len(e.Conflicts) == 1 && e.Conflicts[0].Reason == ConflictOtherStack {
		return []error{fmt.Errorf("%s: files in the way: %s", e.Dir, e.Conflicts[0].Message)}
	}
	lines := []error{fmt.Errorf("%s: files in the way", e.Dir)}
	for i, c := range e.Conflicts {
		if i == maxListed {
			lines = append(lines, fmt.Errorf("  and %d more", len(e.Conflicts)-i))
			break
		}
		lines = append(lines, fmt.Errorf("  %s %s", c.Path, c.Message))
	}
	return append(lines, errors.New("move your changes to the spec or to a kustomization of your own that uses this one, "+
		"then delete or restore these files; or overwrite them with --force"))
}

// maxListed is how many files in the way are enough to be listed.
const maxListed = 100

func newConflictError(dir string, conflicts []outputdir.Conflict) *ConflictError {
	e := &ConflictError{Dir: dir}
	for _, c := range conflicts {
		e.Conflicts = append(e.Conflicts, Conflict{c.Path, ConflictReason(c.Reason), c.Message})
	}
	return e
}
