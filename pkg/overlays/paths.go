package overlays

import (
	"fmt"
	"path"
	"strings"

	"github.com/djangostack/djangostack/internal/bounds"
)

// inTree reports whether a tree may have a file at a path: below base, or below an
// overlay, in folders that are not hidden, with letters that every file system keeps
// apart from those of another name. Nothing else is ever written, removed or
// printed, whatever a sum file lists.
func inTree(p string) bool {
	top, rest, below := strings.Cut(p, "/")
	switch {
	case p == attributesFile, p == ignoreFile:
		return true
	case top == "overlays":
		var environment string
		environment, rest, below = strings.Cut(rest, "/")
		if !isLabel(environment) {
			return false
		}
	case top != "base":
		return false
	}
	if !below {
		return false
	}
	folders, name := path.Split(rest)
	for folder := range strings.SplitSeq(strings.TrimSuffix(folders, "/"), "/") {
		if folders != "" && (!isName(folder) || folder[0] == '.') {
			return false
		}
	}
	return isName(name) && !strings.EqualFold(name, ".git")
}

func isName(name string) bool {
	return strings.Trim(name, ".") != "" && !strings.ContainsFunc(name, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && r != '-' && r != '_' && r != '.'
	})
}

// checkPath refuses a path that [inTree] does.
func checkPath(p string) error {
	if inTree(p) {
		return nil
	}
	return fmt.Errorf("path %q: must be below base or overlays/ENVIRONMENT, in no hidden folder, "+
		"of letters, digits, '-', '_' and '.'", p)
}

// checkPortable refuses files that git cannot check out on every system: since a name
// stands for a device there, or is another's where case makes no difference.
func checkPortable(files []File) error {
	first := make(map[string]string, len(files))
	for _, file := range files {
		for name := range strings.SplitSeq(file.Path, "/") {
			if !bounds.Portable(name) {
				return fmt.Errorf("path %q: Windows has no file or folder %q; choose another name", file.Path, name)
			}
		}
		alike := bounds.Alike(file.Path)
		if other, taken := first[alike]; taken {
			return fmt.Errorf("path %q: is %q on macOS and Windows, where case makes no difference; choose another name",
				file.Path, other)
		}
		first[alike] = file.Path
	}
	return nil
}

// secretFiles are those that kustomize reads a Secret from: an example of each is
// among the files of the tree. They hold secrets and are their owner's.
func secretFiles(files []File) map[string]bool {
	out := map[string]bool{}
	for _, file := range files {
		if own, ok := strings.CutSuffix(file.Path, exampleSuffix); ok && strings.Count(own, "/") == 2 {
			out[own] = true
		}
	}
	return out
}

// exampleSuffix is behind the name of the file that an example is of.
const exampleSuffix = ".example"
