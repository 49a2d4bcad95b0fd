package kustomize

import (
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/tree"
)

// Replica is one entry of `replicas`. kustomize finds its target by name
// alone, among the kinds that scale.
type Replica struct {
	name  string
	count tree.Node
}

func (r Replica) entry() tree.Node { return tree.OfMap(r.count.Under("count"), text("name", r.name)) }

var scales = map[string]bool{"Deployment": true, "ReplicaSet": true, "ReplicationController": true, "StatefulSet": true}

// fits reports whether kustomize takes t for the entry's target.
func (r Replica) fits(t *tree.Node) bool {
	return t.Text("metadata", "name") == r.name && scales[t.Text("kind")]
}

// apply returns t with the count where name and kind fit, and whether that changes it.
func (r Replica) apply(t *tree.Node) (tree.Node, bool) {
	if !r.fits(t) {
		return *t, false
	}
	if count := t.Get("spec", "replicas"); count != nil && tree.Equal(count, &r.count) {
		return *t, false
	}
	return t.With(r.count, "spec", "replicas"), true
}

// ReplicasFor lists the workloads that have a count in base and another one in want, where
// the same place holds the same object. all are the objects of the overlay: a workload
// whose name is not its own among them stays a patch.
func ReplicasFor(base, want, all []*tree.Node) []Replica {
	names := map[string]int{}
	for _, object := range all {
		if scales[object.Text("kind")] {
			names[object.Text("metadata", "name")]++
		}
	}
	var out []Replica
	for i, object := range want {
		name := object.Text("metadata", "name")
		if !scales[object.Text("kind")] || names[name] > 1 {
			continue
		}
		was, count := base[i].Get("spec", "replicas"), object.Get("spec", "replicas")
		if isInt(was) && isInt(count) && !tree.Equal(was, count) {
			out = append(out, Replica{name, *count})
		}
	}
	sorted.By(out, func(r Replica) string { return r.name })
	return out
}

func isInt(n *tree.Node) bool { return n != nil && n.Kind() == tree.Int }
