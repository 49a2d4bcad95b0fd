package krm

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/pkg/spec"
)

// The annotations by which hosts remember where an item came from.
const (
	hostPrefix      = "internal.config.kubernetes.io/"
	pathAnnotation  = hostPrefix + "path"
	indexAnnotation = hostPrefix + "index"
	legacyPath      = "config.kubernetes.io/path"
	legacyIndex     = "config.kubernetes.io/index"
	// localConfig keeps an item from being applied.
	localConfig = "config.kubernetes.io/local-config"
)

// isHosts reports whether an annotation is a host's: no part of the object, but
// to be kept on it.
func isHosts(key string) bool {
	return spec.ForTools(key) && !strings.HasPrefix(key, "djangostack.dev/")
}

// hasHostAnnotations reports whether a host has put its annotations on an item.
func hasHostAnnotations(item *yaml.Node) bool {
	annotations := get(item, "metadata", "annotations")
	if annotations == nil || annotations.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(annotations.Content); i += 2 {
		key := resolve(annotations.Content[i]).Value
		if strings.HasPrefix(key, hostPrefix) || key == legacyPath || key == legacyIndex {
			return true
		}
	}
	return false
}

// withoutHosts returns an item without hosts' annotations.
func withoutHosts(item *yaml.Node) *yaml.Node {
	annotations := get(item, "metadata", "annotations")
	if annotations == nil {
		return item
	}
	rest := without(annotations, isHosts)
	root := without(item, func(string) bool { return false })
	metadata := without(get(item, "metadata"), func(key string) bool { return key == "annotations" })
	if len(rest.Content) > 0 {
		set(metadata, "annotations", rest)
	}
	set(root, "metadata", metadata)
	return root
}

// keepHosts gives an object the annotations by which the host remembers the
// item that was in its place. They are written out: what an alias among them
// stands for goes with the item.
func keepHosts(item, o *yaml.Node) {
	old := get(item, "metadata", "annotations")
	if old == nil || old.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(old.Content); i += 2 {
		key, value := writtenOut(old.Content[i]), writtenOut(old.Content[i+1])
		if isHosts(key.Value) && value.Kind == yaml.ScalarNode {
			annotate(o, key, value)
		}
	}
}
