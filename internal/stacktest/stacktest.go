// Package stacktest resolves and builds stacks for tests, which have no use for an error of
// a component but to fail.
package stacktest

import (
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

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
