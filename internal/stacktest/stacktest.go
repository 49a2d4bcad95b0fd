// Package stacktest resolves and builds stacks for tests, which have no use for an error of
// a component but to fail.
package stacktest

import (
	"errors"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Resolve is [generate.Resolve], and panics with its error.
func Resolve(e *spec.Effective, components ...stack.Component) *stack.Stack {
	return must(generate.Resolve(e, components...))
}

// Build is [stack.Stack.Build], and panics with its error.
func Build(st *stack.Stack) []stack.Object { return must(st.Build()) }

// Objects is [stack.Stack.Objects], and panics with its error.
func Objects(st *stack.Stack) []stack.Object { return must(st.Objects()) }

// ObjectsIfAny is [Objects] of a stack that need not be valid: where an object is refused, of
// an illegal name for one, there are none. A panic of a component is one here, too.
func ObjectsIfAny(st *stack.Stack) []stack.Object {
	objects, err := st.Objects()
	if refused, ok := errors.AsType[*stack.ComponentError](err); ok && refused.Trace == nil {
		return nil
	}
	return must(objects, err)
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
