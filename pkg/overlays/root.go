package overlays

import (
	"fmt"
	"slices"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/tree"
)

// root is one directory with a kustomization: its fields, the trees of its
// resources and patches by file name, and its plain files.
type root struct {
	dir   string
	k     kustomization
	trees map[string]*tree.Node
	data  map[string][]byte
}

func newRoot(dir string) *root {
	return &root{dir: dir, trees: map[string]*tree.Node{}, data: map[string][]byte{}}
}

// empty reports whether kustomize would refuse r for having nothing to do.
func (r *root) empty() bool { return len(r.k.resources)+len(r.k.configMaps) == 0 }

// files encodes the whole directory.
func (r *root) files() ([]File, error) {
	k, err := r.k.marshal()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.dir, err)
	}
	out := []File{{r.dir + "/kustomization.yaml", k}}
	for _, name := range sorted.Keys(r.trees) {
		data, err := encode.Append(slices.Clip(head), *r.trees[name])
		if err != nil {
			return nil, fmt.Errorf("%s/%s: %w", r.dir, name, err)
		}
		out = append(out, File{r.dir + "/" + name, data})
	}
	for _, name := range sorted.Keys(r.data) {
		out = append(out, File{r.dir + "/" + name, r.data[name]})
	}
	return out, nil
}
