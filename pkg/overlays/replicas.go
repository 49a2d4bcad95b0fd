package overlays

import "github.com/djangostack/djangostack/internal/tree"

// replica is one entry of `replicas`. kustomize finds its target by name
// alone, among the kinds that scale.
type replica struct {
	name  string
	count tree.Node
}

func (r replica) entry() tree.Node { return tree.OfMap(r.count.Under("count"), text("name", r.name)) }

var scales = map[string]bool{"Deployment": true, "ReplicaSet": true, "ReplicationController": true, "StatefulSet": true}

// fits reports whether kustomize takes t for the entry's target.
func (r replica) fits(t *tree.Node) bool {
	return t.Text("metadata", "name") == r.name && scales[t.Text("kind")]
}

// apply is t with the count where name and kind fit, and whether that changes
// it.
func (r replica) apply(t *tree.Node) (tree.Node, bool) {
	if !r.fits(t) {
		return *t, false
	}
	if count := t.Get("spec", "replicas"); count != nil && tree.Equal(count, &r.count) {
		return *t, false
	}
	return t.With(r.count, "spec", "replicas"), true
}

// replicasFor lists the workloads that have a count in the base and another
// one in the environment. A workload whose name is not its own stays a patch.
func replicasFor(shared []identity, base, draft *objects) []replica {
	names := map[string]int{}
	for _, id := range draft.order {
		if scales[id.kind.name] {
			names[id.name]++
		}
	}
	var out []replica
	for _, id := range shared {
		if !scales[id.kind.name] || names[id.name] > 1 {
			continue
		}
		was, want := base.tree(id).Get("spec", "replicas"), draft.tree(id).Get("spec", "replicas")
		if isInt(was) && isInt(want) && !tree.Equal(was, want) {
			out = append(out, replica{id.name, *want})
		}
	}
	sortBy(out, func(r replica) string { return r.name })
	return out
}

func isInt(n *tree.Node) bool { return n != nil && n.Kind() == tree.Int }
