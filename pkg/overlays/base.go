package overlays

import (
	"fmt"
	"slices"

	"github.com/djangostack/djangostack/internal/kustomize"
)

// base is what all environments have.
type base struct {
	*objects
	stack  string
	shared []kustomize.ID       // the objects in it, sorted
	images kustomize.UsedImages // by those
}

func newBase(stack string, common *objects, envs []*compiled) *base {
	shared := shareable(common, envs)
	nameSharedJobs(common, shared, envs)
	return &base{common, stack, shared, kustomize.ImagesIn(common.treesOf(shared))}
}

// directory writes the shared objects as they are.
func (b *base) directory() (*kustomize.Directory, error) {
	d := newDirectory("base", b.stack)
	d.Kustomization.Header = []string{stackLine(b.stack)}
	d.Data[".gitattributes"] = string(attributes)
	for _, id := range b.shared {
		if err := d.add(id, b.objects); err != nil {
			return nil, fmt.Errorf("base: %w", err)
		}
	}
	d.Sort()
	return d.Directory, nil
}

// shareable lists what can live in the base: the objects every environment
// has and whose differences a patch or generator can state exactly. All
// others are whole resources of their overlays; no patch ever deletes.
func shareable(base *objects, envs []*compiled) []kustomize.ID {
	var out []kustomize.ID
	for _, id := range base.order {
		if !slices.ContainsFunc(envs, func(c *compiled) bool { _, ok := c.changes[id]; return !ok }) {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, kustomize.ID.Compare)
	return out
}
