package kustomize

import (
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/bounds"
)

// FileNames gives every object of one directory a file name: its name without
// the prefix that most of them have, and its kind.
type FileNames struct {
	prefix string
	taken  takenNames
}

// NewFileNames returns the names of a directory that has no files yet.
func NewFileNames(prefix string) *FileNames {
	return &FileNames{prefix: prefix, taken: takenNames{"kustomization.yaml": true}}
}

// takenNames are the names in a folder, as a file system may take them that knows no
// case.
type takenNames map[string]bool

// has reports whether there cannot be a further file of a name in the folder.
func (t takenNames) has(name string) bool { return t[bounds.Alike(name)] || !bounds.Portable(name) }

// free returns the name, or where there cannot be a file of that name another that ends alike,
// and takes it.
func (t takenNames) free(name string) string {
	free := name
	for n := 2; t.has(free); n++ {
		free = strconv.Itoa(n) + "-" + strings.TrimRight(name, ".")
	}
	t[bounds.Alike(free)] = true
	return free
}

// Name returns "web-deployment.yaml" for shop-web of kind Deployment, and
// "namespace.yaml" for the namespace, whatever its name. Where
// that is taken, the API group and then the number that free puts before it tell the two
// apart; callers ask in sorted order, so the answer is always the same.
func (f *FileNames) Name(start string, id ID) string {
	stem := start + strings.ToLower(id.Kind)
	short := strings.TrimPrefix(strings.TrimPrefix(id.Name, f.prefix), "-")
	if short != "" && id.Name != f.prefix && id.Kind != "Namespace" {
		if !strings.HasPrefix(id.Name, f.prefix+"-") {
			short = id.Name
		}
		stem = start + plain(short) + "-" + strings.ToLower(id.Kind)
	}
	name := stem + ".yaml"
	if f.taken[bounds.Alike(name)] && id.Group() != "" {
		name = stem + "." + id.Group() + ".yaml"
	}
	return f.taken.free(name)
}

// plain keeps what every file system keeps; names of RBAC objects may hold
// colons and capitals.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '.':
			return r
		case r >= 'A' && r <= 'Z':
			return r + ('a' - 'A')
		}
		return '-'
	}, name)
}
