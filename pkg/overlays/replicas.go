package overlays

// replica is one entry of `replicas`. kustomize finds its target by name
// alone, among the kinds that scale.
type replica struct {
	name  string
	count int64
}

func (r replica) tree() tree { return tree{"count": r.count, "name": r.name} }

var scales = map[string]bool{"Deployment": true, "ReplicaSet": true, "ReplicationController": true, "StatefulSet": true}

// fits reports whether kustomize takes t for the entry's target.
func (r replica) fits(t tree) bool {
	return text(t, "metadata", "name") == r.name && scales[text(t, "kind")]
}

// apply is t with the count where name and kind fit, and whether that changes
// it.
func (r replica) apply(t tree) (tree, bool) {
	if !r.fits(t) || lookup(t, "spec", "replicas") == any(r.count) {
		return t, false
	}
	return with(t, r.count, "spec", "replicas"), true
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
		was, ok := lookup(base.byID[id], "spec", "replicas").(int64)
		want, also := lookup(draft.byID[id], "spec", "replicas").(int64)
		if ok && also && was != want {
			out = append(out, replica{id.name, want})
		}
	}
	sortBy(out, func(r replica) string { return r.name })
	return out
}
