// Package spectest makes DjangoStacks for tests and benchmarks: random ones
// over the whole spec, one with everything on, and large ones.
//
// What [Random] makes is derived from pkg/spec's types by reflection, so that a
// new field is covered the day it is declared. Two tables say the rest: what
// form a text has (hints.go), and what may not stand beside what (repair.go).
package spectest
