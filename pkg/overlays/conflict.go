package overlays

import (
	"errors"
	"fmt"

	"github.com/djangostack/djangostack/internal/owned"
)

// ErrConflict is in the chain of the error that lists files Write must not
// touch.
var ErrConflict = errors.New("files in the way")

// conflictError lists every conflict at once, with the ways out.
func conflictError(dir string, conflicts []owned.Conflict) error {
	lines := []error{fmt.Errorf("%s: %w", dir, ErrConflict)}
	for i, c := range conflicts {
		if i == maxListed {
			lines = append(lines, fmt.Errorf("  and %d more", len(conflicts)-i))
			break
		}
		lines = append(lines, fmt.Errorf("  %s %s", c.Path, c.Message))
	}
	return errors.Join(append(lines, errors.New("move your changes to the spec or to a kustomization of your own that "+
		"uses this one, then delete or restore these files; or overwrite them with --force"))...)
}

// maxListed is how many files in the way are enough to be listed.
const maxListed = 100
