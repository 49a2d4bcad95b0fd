package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// orphans says of each tree whose stack is gone what to do about it. It
// takes one folder of stacks to know that: single files may be some of many.
func (t *stackTrees) orphans(stacks []*fleet.Stack) ([]error, error) {
	if !t.sources.Fleet || len(t.arguments) > 1 {
		return nil, nil
	}
	entries, err := os.ReadDir(t.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("look at output folder: %w", err)
	}
	current := map[string]bool{}
	for _, s := range stacks {
		current[s.Name()] = true
	}
	var found []error
	for _, entry := range entries {
		tree := filepath.Join(t.dir, entry.Name())
		if _, err := os.Lstat(filepath.Join(tree, overlays.SumFile)); err == nil && !current[entry.Name()] {
			found = append(found, fmt.Errorf("%s: belongs to no stack in %s; delete the folder", tree, t.arguments[0]))
		}
	}
	return found, nil
}
