package generate

import (
	"maps"
	"strings"

	"github.com/djangostack/djangostack/pkg/spec"
)

// AnnotationEnvironment says which environment of a stack a KRM function makes:
// the host hands over the whole stack and nothing else.
const AnnotationEnvironment = "djangostack.dev/environment"

// tools are the prefixes of annotations by which a stack's file talks to the
// tools that read it. On the objects they would say something else, or wrong:
// config.kubernetes.io/local-config would keep them all from being applied.
var tools = []string{
	"djangostack.dev/",
	"config.kubernetes.io/", "internal.config.kubernetes.io/", "config.k8s.io/",
	"kustomize.config.k8s.io/", "internal.kpt.dev/",
}

// ForTools reports whether an annotation is meant for kustomize, kpt or this
// tool, and none of the objects' business.
func ForTools(annotation string) bool {
	for _, prefix := range tools {
		if strings.HasPrefix(annotation, prefix) {
			return true
		}
	}
	return false
}

// passedOn is the metadata that reaches the objects.
func passedOn(m spec.Metadata) spec.Metadata {
	m.Annotations = maps.Clone(m.Annotations)
	maps.DeleteFunc(m.Annotations, func(key, _ string) bool { return ForTools(key) })
	if len(m.Annotations) == 0 {
		m.Annotations = nil
	}
	return m
}
