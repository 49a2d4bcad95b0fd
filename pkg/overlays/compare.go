package overlays

import (
	"slices"

	"github.com/djangostack/djangostack/internal/kustomize"
	"github.com/djangostack/djangostack/internal/tree"
)

// compare finds the patches that make the base's objects the environment's.
func (c *compiled) compare(base *objects) {
	c.changes = make(map[kustomize.ID]*tree.Node, len(base.order))
	c.overrides = map[kustomize.ID]*kustomize.ConfigMap{}
	for _, id := range base.order {
		was, want := base.byID[id], c.draft.byID[id]
		if want == nil || isForeign(was.tree) || isForeign(want.tree) {
			continue
		}
		if was.generates != want.generates {
			continue
		}
		if was.generates {
			if override, ok := want.config.Override(was.config); ok {
				c.changes[id], c.overrides[id] = nil, override
			}
			continue
		}
		change, err := kustomize.CreatePatch(was.tree, want.tree, was.mergeable)
		if err == nil && (!renames(was.tree, want.tree) || !removesMetadata(change)) {
			c.changes[id] = change
		}
	}
}

// isForeign reports an object with a namespace of its own: kustomize would find no patch for
// it, so each overlay has it whole.
func isForeign(t *tree.Node) bool { return t.Get("metadata", "namespace") != nil }

func renames(base, want *tree.Node) bool {
	return base.Text("metadata", "name") != want.Text("metadata", "name")
}

// removesMetadata reports a null in the labels or annotations of a patch. A
// patch that renames has to name its target, and for those kustomize rewrites
// labels and annotations as strings first: it would set the value "null".
func removesMetadata(change *tree.Node) bool {
	isNull := func(n tree.Node) bool { return n.Kind() == tree.Null }
	for _, field := range []string{"labels", "annotations"} {
		entries := change.Get("metadata", field)
		if entries != nil && (isNull(*entries) || slices.ContainsFunc(entries.Items(), isNull)) {
			return true
		}
	}
	return false
}
