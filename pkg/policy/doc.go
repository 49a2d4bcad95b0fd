// Package policy is what a platform allows the stacks of its teams: a file of kind
// [DjangoStackPolicy], which judges finished objects.
//
// [Load] reads the file, as strictly as a stack. Who gives the [Policy] to a compiler has it asked
// about each stack in each of its environments:
//
//	compiler := overlays.Compiler{Policies: []*policy.Policy{p}}
//
// A policy looks at the objects as they are applied and never at the spec, so it does not matter
// what made them: a field, a default, a template, a component of a program's own or a
// compiler's Mutate. The spec is only searched for the place that a finding is reported at.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package policy
