package stack

import (
	"maps"

	"github.com/djangostack/djangostack/pkg/spec"
)

// AnnotationEnvironment says which environment of a stack a KRM function makes:
// the host hands over the whole stack and nothing else.
const AnnotationEnvironment = "djangostack.dev/environment"

// passedOn is the metadata that reaches the objects.
func passedOn(m spec.Metadata) spec.Metadata {
	m.Annotations = maps.Clone(m.Annotations)
	maps.DeleteFunc(m.Annotations, func(key, _ string) bool { return spec.ForTools(key) })
	if len(m.Annotations) == 0 {
		m.Annotations = nil
	}
	return m
}
