package spec

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// serverFields are the fields of ObjectMeta that a stack's file does not have: what an API
// server, its controllers and those who apply through it keep of an object.
var serverFields = []string{
	"uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
	"selfLink", "managedFields", "ownerReferences", "finalizers", "generateName", "namespace",
}

// withoutServerFields returns a stack that was read from an API server, which has a
// metadata.uid, as it was before it was applied; every other as it is. The node is not
// changed.
func withoutServerFields(root *yaml.Node) *yaml.Node {
	_, metadata := entry(root, "metadata")
	if metadata == nil || scalarOf(metadata, "uid") == "" {
		return root
	}
	return without(root, map[string]func(*yaml.Node) *yaml.Node{
		"status": nil,
		"metadata": func(metadata *yaml.Node) *yaml.Node {
			edits := map[string]func(*yaml.Node) *yaml.Node{
				"labels":      func(labels *yaml.Node) *yaml.Node { return without(labels, dropped(labels, isAppliersLabel)) },
				"annotations": func(a *yaml.Node) *yaml.Node { return without(a, dropped(a, isAppliersAnnotation)) },
			}
			for _, name := range serverFields {
				edits[name] = nil
			}
			return without(metadata, edits)
		},
	})
}

// without returns a copy of a mapping in which the values of some keys are edited; nil
// removes the entry.
func without(n *yaml.Node, edits map[string]func(*yaml.Node) *yaml.Node) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return n
	}
	edited := *n
	edited.Content = nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		edit, named := edits[key.Value]
		switch {
		case named && edit == nil:
			continue
		case named:
			value = edit(value)
		}
		edited.Content = append(edited.Content, key, value)
	}
	return &edited
}

// dropped returns the edits that remove the keys of a mapping for which drop is true.
func dropped(n *yaml.Node, drop func(key string) bool) map[string]func(*yaml.Node) *yaml.Node {
	edits := map[string]func(*yaml.Node) *yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i].Value; drop(key) {
			edits[key] = nil
		}
	}
	return edits
}

// isAppliersLabel reports whether a label is of those who applied the stack itself, and
// says nothing of its objects.
func isAppliersLabel(key string) bool {
	domain, _, _ := strings.Cut(key, "/")
	return labelOwner(key) != "" || inDomain(domain, "toolkit.fluxcd.io")
}

// isAppliersAnnotation reports the same of an annotation.
func isAppliersAnnotation(key string) bool {
	return strings.HasPrefix(key, "meta.helm.sh/") ||
		slices.ContainsFunc(reservedAnnotations, func(a reservedAnnotation) bool {
			_, found := a.concerns(key, "")
			return found && len(a.values) == 0 && a.but == "" && a.in == ""
		})
}
