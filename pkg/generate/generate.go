package generate

import (
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Resolve works out the topology of a stack in one environment, which need not be valid.
// Without components the built-in ones are used. Its error is a [stack.ComponentError].
func Resolve(e *spec.Effective, components ...stack.Component) (*stack.Stack, error) {
	if len(components) == 0 {
		components = registry
	}
	return stack.Resolve(e, components...)
}
