// Package prooftest checks invariants of every stack's objects, whatever the
// spec: names that their kinds accept and references to them, the label algebra, the
// network policies against the topology, what each pod must have, and that data stay.
// The tests of pkg/generate apply it to the examples, the property test of pkg/overlays
// to random stacks.
package prooftest

import (
	"fmt"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// Objects says everything that is wrong with the objects of a stack, each
// finding beginning with the object's kind and name.
func Objects(st *stack.Stack, objects []stack.Object) []error {
	p := &proof{stack: st, objects: objects, templates: templates(objects)}
	p.names()
	p.references()
	p.selectors()
	p.ports()
	p.edges()
	p.ingresses()
	p.pods()
	p.media()
	p.storage()
	p.alone()
	return p.findings
}

type proof struct {
	stack     *stack.Stack
	objects   []stack.Object
	templates []template
	findings  []error
}

func (p *proof) failf(format string, args ...any) {
	p.findings = append(p.findings, fmt.Errorf(format, args...))
}
