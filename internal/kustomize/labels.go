package kustomize

import (
	"strings"

	"github.com/djangostack/djangostack/internal/tree"
)

// Labels is the one entry of `labels`. With fields it lists the pod templates
// itself; without, includeTemplates finds them.
type Labels struct {
	pairs  tree.Node
	fields []labelField
}

// labelField is a place that carries the labels in every object of a kind.
type labelField struct {
	group, kind string
	path        []string
}

// templates holds the places includeTemplates reaches in every kustomize from
// 5.0 on.
var templates = []labelField{
	{"", "ReplicationController", []string{"spec", "template", "metadata", "labels"}},
	{"apps", "DaemonSet", []string{"spec", "template", "metadata", "labels"}},
	{"apps", "Deployment", []string{"spec", "template", "metadata", "labels"}},
	{"apps", "ReplicaSet", []string{"spec", "template", "metadata", "labels"}},
	{"apps", "StatefulSet", []string{"spec", "template", "metadata", "labels"}},
	{"batch", "CronJob", []string{"spec", "jobTemplate", "metadata", "labels"}},
	{"batch", "CronJob", []string{"spec", "jobTemplate", "spec", "template", "metadata", "labels"}},
	{"batch", "Job", []string{"spec", "template", "metadata", "labels"}},
}

// LabelsFor returns the entry that labels objects. It chooses the short form, except where
// a StatefulSet claims volumes: kustomize up to 5.7 labels those claims too, 5.8 does not,
// and a claim's template cannot be changed in a cluster.
func LabelsFor(pairs map[string]string, objects []*tree.Node) Labels {
	out := Labels{pairs: tree.OfStrings(pairs)}
	claims := false
	kinds := map[[2]string]bool{}
	for _, object := range objects {
		id := IDOf(object)
		kinds[[2]string{id.Group(), id.Kind}] = true
		claims = claims || id.Kind == "StatefulSet" && len(object.Elements("spec", "volumeClaimTemplates")) > 0
	}
	if !claims {
		return out
	}
	for _, f := range templates {
		if kinds[[2]string{f.group, f.kind}] {
			out.fields = append(out.fields, f)
		}
	}
	return out
}

func (l Labels) entry() tree.Node {
	pairs := l.pairs.Under("pairs")
	if len(l.fields) == 0 {
		return tree.OfMap(pairs, tree.OfBool(true).Under("includeTemplates"))
	}
	list := make([]tree.Node, len(l.fields))
	for i, f := range l.fields {
		entry := []tree.Node{
			tree.OfBool(true).Under("create"), text("kind", f.kind), text("path", strings.Join(f.path, "/")),
		}
		if f.group != "" {
			entry = append(entry, text("group", f.group))
		}
		list[i] = tree.OfMap(entry...)
	}
	return tree.OfMap(pairs, tree.OfList(list...).Under("fields"))
}

// apply returns an object of a type with the labels where kustomize puts them.
func (l Labels) apply(t *tree.Node, of TypeMeta) tree.Node {
	if len(l.pairs.Items()) == 0 {
		return *t
	}
	out := l.at(t, "metadata", "labels")
	reach := l.fields
	if len(reach) == 0 {
		reach = templates
	}
	for _, f := range reach {
		if f.kind == of.Kind && f.group == of.Group() {
			out = l.at(&out, f.path...)
		}
	}
	return out
}

// at returns t with the labels added to those at path.
func (l Labels) at(t *tree.Node, path ...string) tree.Node {
	return t.With(tree.Union(t.Get(path...), &l.pairs), path...)
}
