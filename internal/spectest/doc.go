// Package spectest makes DjangoStacks for tests and benchmarks: random ones
// over the whole spec, one with everything on, and large ones.
//
// What [Random] makes is derived from pkg/spec's types by reflection, so that a
// new field is covered the day it is declared. What may not stand beside what is nowhere
// said again: the rules of pkg/spec are asked, and what they find is unset (settle.go).
// Only what form a text has is said here (hints.go).
package spectest
