package outputdir

import (
	"fmt"
	"path"
	"strings"
)

// contains reports whether a tree may have a file at a path: where the layout has one, in
// folders that are not hidden, with letters that every file system keeps apart from those of
// another name. Nothing else is ever written, removed or printed, whatever a list says.
func (l *Layout) contains(p string) bool {
	folders, name := path.Split(p)
	for folder := range strings.SplitSeq(strings.TrimSuffix(folders, "/"), "/") {
		if !isName(folder) || folder[0] == '.' {
			return false
		}
	}
	return isName(name) && !strings.EqualFold(name, ".git") && l.Contains(p)
}

func isName(name string) bool {
	return strings.Trim(name, ".") != "" && !strings.ContainsFunc(name, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && r != '-' && r != '_' && r != '.'
	})
}

// CheckPath refuses a path that no tree can have.
func (l *Layout) CheckPath(p string) error {
	if l.contains(p) {
		return nil
	}
	return fmt.Errorf("path %q: %s, in no hidden folder, of letters, digits, '-', '_' and '.'", p, l.Where)
}
