package overlays

import (
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/bounds"
)

// fileNames gives every object of one directory a file name: its name without
// the stack's, and its kind.
type fileNames struct {
	stack string
	taken takenNames
}

func newFileNames(stack string) *fileNames {
	return &fileNames{stack: stack, taken: takenNames{"kustomization.yaml": true}}
}

// takenNames are the names in a folder, as a file system may take them that knows no
// case.
type takenNames map[string]bool

// has reports whether there cannot be a further file of a name in the folder.
func (t takenNames) has(name string) bool { return t[bounds.Alike(name)] || !bounds.Portable(name) }

// free is the name, or where there cannot be a file of that name another that ends
// alike, and takes it.
func (t takenNames) free(name string) string {
	free := name
	for n := 2; t.has(free); n++ {
		free = strconv.Itoa(n) + "-" + strings.TrimRight(name, ".")
	}
	t[bounds.Alike(free)] = true
	return free
}

// name returns "web-deployment.yaml" for shop-web of kind Deployment, and
// "namespace.yaml" for the namespace, whatever its name. Where
// that is taken, the API group and then the number that free puts before it tell the two
// apart; callers ask in sorted order, so the answer is always the same.
func (f *fileNames) name(prefix string, id identity) string {
	stem := prefix + strings.ToLower(id.kind.name)
	short := strings.TrimPrefix(strings.TrimPrefix(id.name, f.stack), "-")
	if short != "" && id.name != f.stack && id.kind.name != "Namespace" {
		if !strings.HasPrefix(id.name, f.stack+"-") {
			short = id.name
		}
		stem = prefix + plain(short) + "-" + strings.ToLower(id.kind.name)
	}
	name := stem + ".yaml"
	if f.taken[bounds.Alike(name)] && id.group() != "" {
		name = stem + "." + id.group() + ".yaml"
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
