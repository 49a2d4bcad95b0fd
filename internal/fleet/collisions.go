package fleet

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/collisions"
	"github.com/djangostack/djangostack/pkg/spec"
)

// settled is an environment of a stack that is right by itself: the namespace of a
// cluster where it is, and the names it has there.
type settled struct {
	environment string
	place       spec.ClusterName
	entries     []collisions.Entry
}

// maxNames is how many names the stacks of a fleet may have in all environments, those
// of objects apart. A thousand stacks have some ten thousand.
const maxNames = 500_000

// maxExtent is how large the stacks of a fleet may be together. Each is compiled and let
// go, so that it bounds time and the disk, and not memory.
var maxExtent = spec.Extent{Running: 200_000, Carried: 10_000_000}

// together is what the stacks of a fleet have in all environments.
type together struct {
	sync.Mutex
	names  int
	extent spec.Extent
}

// add reports whether there is room for the names of an environment.
func (t *together) add(names int, extent spec.Extent) bool {
	t.Lock()
	defer t.Unlock()
	t.names += names
	t.extent.Add(extent)
	return t.names <= maxNames
}

// tooMuch says what of it is more than may be given at a time, "" where nothing is.
func (t *together) tooMuch() string {
	if t.names > maxNames {
		return fmt.Sprintf("%d hosts, namespaces and Secrets of all stacks and environments are more than the %d",
			t.names, maxNames)
	}
	return t.extent.Beyond(maxExtent, "all stacks and environments")
}

// settle finds out what the stack has in each environment, and adds it to what all have.
// Of too many names none are kept.
func (s *Stack) settle(all *together) {
	for _, environment := range s.Document.Stack.EnvironmentNames() {
		st := s.resolved.Environment(environment)
		own := settled{environment: environment, place: spec.ClusterName{
			Cluster: st.Spec.Cluster, Kind: "Namespace", Name: st.Spec.Namespace.Name,
		}}
		names := st.Spec.UniqueNames()
		if !all.add(len(names), s.resolved.Extent(environment)) {
			continue
		}
		for _, c := range names {
			own.entries = append(own.entries, s.entry(environment, c))
		}
		s.settled = append(s.settled, own)
	}
}

func (s *Stack) entry(environment string, c spec.UniqueName) collisions.Entry {
	e := collisions.Entry{UniqueName: c, Holder: collisions.Holder{
		Stack: s.Name(), Environment: environment, File: s.Source.Name,
	}}
	for _, at := range s.Document.Locate(environment, field.ErrorList{field.Invalid(field.NewPath(c.Path), nil, "")}) {
		e.Extended, e.Path, e.Line, e.Column = at.File, at.Path, at.Line, at.Column
	}
	return e
}

// checkCollisions reports what of a stack those before it have too. To make the objects of
// all stacks would take as long again as what is done with them: those are made whose
// namespace another stack is in.
func checkCollisions(ctx context.Context, stacks []*Stack, all *together) error {
	if tooMuch := all.tooMuch(); tooMuch != "" {
		last := stacks[len(stacks)-1]
		last.Err = errors.Join(last.Err,
			fmt.Errorf("%s that may be given at a time; give the stacks in several runs", tooMuch))
		return nil
	}
	shared := sharedPlaces(stacks)
	err := each(ctx, len(stacks), nil, func(i int) {
		if stacks[i].Errors == nil {
			stacks[i].settleObjects(ctx, shared)
		}
	})
	if err != nil {
		return err
	}
	ledger := collisions.Ledger{}
	for _, s := range stacks {
		if s.Errors == nil {
			s.Errors = s.enterInto(ledger)
		}
		s.settled = nil
	}
	return nil
}

// enterInto enters the names that the stack has in the ledger, and returns an error for each that
// another stack has already.
func (s *Stack) enterInto(ledger collisions.Ledger) spec.Errors {
	var found spec.Errors
	for _, own := range s.settled {
		for _, c := range ledger.Enter(own.entries) {
			found = append(found, &spec.Error{
				File: c.Place(), Line: c.Line, Column: c.Column, Path: c.Path, Code: spec.CodeConflict,
				Message: c.Message() + collisions.OrCluster,
			})
		}
	}
	return spec.JoinErrors(found)
}

// sharedPlaces are the namespaces that more than one stack is in.
func sharedPlaces(stacks []*Stack) map[spec.ClusterName]bool {
	first, shared := map[spec.ClusterName]*Stack{}, map[spec.ClusterName]bool{}
	for _, s := range stacks {
		for _, own := range s.settled {
			if other := first[own.place]; other != nil && other != s {
				shared[own.place] = true
			}
			first[own.place] = s
		}
	}
	return shared
}

// settleObjects adds the names of the stack's objects in the namespaces that it shares. Those
// of an environment that cannot be made are not known; [Compile] says why.
func (s *Stack) settleObjects(ctx context.Context, shared map[spec.ClusterName]bool) {
	if !slices.ContainsFunc(s.settled, func(own settled) bool { return shared[own.place] }) {
		return
	}
	resolved, err := s.Resolved(ctx)
	if err != nil {
		return
	}
	for i, own := range s.settled {
		if !shared[own.place] {
			continue
		}
		objects, err := resolved.Objects(own.environment)
		if err != nil {
			continue
		}
		for _, c := range collisions.Objects(own.place.Cluster, objects) {
			s.settled[i].entries = append(s.settled[i].entries, collisions.Entry{UniqueName: c, Holder: collisions.Holder{
				Stack: s.Name(), Environment: own.environment, File: s.Source.Name, Line: s.line, Column: s.column,
			}})
		}
	}
}
