package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// foreignError says of what lies in the folders of trees, and is no part of them, that
// generate leaves it there.
func (t *stackTrees) foreignError(n int) error {
	what, them := "1 file or folder is", "it"
	if n != 1 {
		what, them = fmt.Sprintf("%d files or folders are", n), "them"
	}
	return fmt.Errorf("%s: %s not of djangostack, and generate leaves %s there; move or delete %s",
		printable.Name(t.dir), what, them, them)
}

// complainForeign names what lies in the folders of the stacks' trees, and generate left
// there, in the words of check.
func (g *generateCommand) complainForeign(stacks []*fleet.Stack, left map[*fleet.Stack][]overlays.Drift) {
	n := 0
	var said excerpts
	for _, s := range stacks {
		prefix := ""
		if g.sources.Fleet {
			prefix = printable.Name(g.folder(s)) + ": "
		}
		for _, d := range left[s] {
			n++
			if text := said.text(d); text != "" {
				g.complain(errors.New(prefix + strings.TrimSuffix(text, "\n")))
			}
		}
	}
	if n > 0 {
		g.complain(g.foreignError(n))
	}
}
