package krm

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// apply puts the objects of a stack into the items: in the place of the item
// that has an object's identity, else at the end. Items that say of themselves
// that they are this stack's in this environment and are not any more, such as
// a ConfigMap under the name of its former content, are removed.
func (b *built) apply(items []*yaml.Node) ([]*yaml.Node, results) {
	objects := map[reference]*yaml.Node{}
	for _, o := range b.objects {
		objects[referenceTo(o)] = o
	}
	seen := map[reference]bool{}
	var kept []*yaml.Node
	var found results
	for _, item := range items {
		id := referenceTo(item)
		o := objects[id]
		switch {
		case o == nil && b.owns(item):
			found = append(found, origin{node: item}.info("removed; it is no part of %s in %s any more", b))
			continue
		case o == nil:
		case seen[id]:
			found = append(found, origin{node: item}.error(nil, "", "is there twice; remove the other one"))
		case !equal(item, o):
			if !b.owns(item) {
				found = append(found, origin{node: item}.warning("replaced; %s in %s has an object of this name", b))
			}
			item = replace(item, o)
		}
		seen[id] = true
		kept = append(kept, item)
	}
	for _, o := range b.objects {
		if !seen[referenceTo(o)] {
			kept = append(kept, b.placed(o))
		}
	}
	return kept, found
}

func (o origin) info(format string, b *built) result { return o.about(severityInfo, format, b) }

func (o origin) warning(format string, b *built) result { return o.about(severityWarning, format, b) }

func (o origin) about(s severity, format string, b *built) result {
	r := o.error(nil, "", format, b.labels[generate.LabelName], b.environment)
	return o.result(s, spec.Error{Message: r.Message})
}

// owns reports whether an item is one an earlier run made of the same stack and
// environment: it carries the three labels that say so.
func (b *built) owns(item *yaml.Node) bool {
	for key, want := range b.labels {
		if text(item, "metadata", "labels", key) != want {
			return false
		}
	}
	return annotation(item, "config.kubernetes.io/local-config") != "true"
}

// replace is an object with the annotations by which the host remembers the
// item that was in its place.
func replace(item, o *yaml.Node) *yaml.Node {
	old := get(item, "metadata", "annotations")
	keep := without(old, func(key string) bool { return !hosts(key) })
	if keep == nil || len(keep.Content) == 0 {
		return o
	}
	annotate(o, keep.Content...)
	return o
}

// placed is a new object with the place for its file, beside the stack's own
// file in a folder of the environment: else kpt puts all into one folder, where
// two environments get into each other's way. Kustomize has no files here.
func (b *built) placed(o *yaml.Node) *yaml.Node {
	stack := b.path()
	if stack == "" || !filepath.IsLocal(stack) {
		return o
	}
	name := strings.ToLower(text(o, "kind")) + "_" + text(o, "metadata", "name") + ".yaml"
	annotate(o, scalar(pathAnnotation), scalar(path.Join(path.Dir(stack), b.environment, name)),
		scalar(indexAnnotation), &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "0", Style: yaml.SingleQuotedStyle})
	return o
}

// annotate appends annotations, given as keys and values in turn.
func annotate(o *yaml.Node, pairs ...*yaml.Node) {
	metadata := get(o, "metadata")
	annotations := get(metadata, "annotations")
	if annotations == nil {
		annotations = &yaml.Node{Kind: yaml.MappingNode}
		set(metadata, "annotations", annotations)
	}
	annotations.Content = append(annotations.Content, pairs...)
}

// equal reports whether an item is an object already, whatever its comments,
// the order of its keys and what hosts have written on it. It is bounded by the
// size of the object, which holds no aliases.
func equal(item, o *yaml.Node) bool { return same(bare(item), o) }

// bare is an item without hosts' annotations.
func bare(item *yaml.Node) *yaml.Node {
	annotations := get(item, "metadata", "annotations")
	if annotations == nil {
		return item
	}
	rest := without(annotations, hosts)
	root := without(item, func(string) bool { return false })
	metadata := without(get(item, "metadata"), func(key string) bool { return key == "annotations" })
	if len(rest.Content) > 0 {
		set(metadata, "annotations", rest)
	}
	set(root, "metadata", metadata)
	return root
}

func same(a, b *yaml.Node) bool {
	a, b = resolve(a), resolve(b)
	if a == nil || a.Kind != b.Kind || len(a.Content) != len(b.Content) {
		return false
	}
	switch b.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(b.Content); i += 2 {
			if v := value(a, b.Content[i].Value); v == nil || !same(v, b.Content[i+1]) {
				return false
			}
		}
		return true
	case yaml.SequenceNode:
		return slices.EqualFunc(a.Content, b.Content, same)
	default:
		return a.ShortTag() == b.ShortTag() && a.Value == b.Value
	}
}
