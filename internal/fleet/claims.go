package fleet

import (
	"errors"
	"fmt"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/claims"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// settled is an environment of a stack that is right by itself: the namespace of a
// cluster where it is, and the names it has there.
type settled struct {
	environment string
	place       spec.ClusterName
	entries     []claims.Entry
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
		names := st.Spec.Claims()
		if !all.add(len(names), s.resolved.Extent(environment)) {
			continue
		}
		for _, c := range names {
			own.entries = append(own.entries, s.entry(environment, c))
		}
		s.settled = append(s.settled, own)
	}
}

func (s *Stack) entry(environment string, c spec.Claim) claims.Entry {
	e := claims.Entry{Claim: c, Holder: claims.Holder{Stack: s.Name(), Environment: environment, File: s.Source.Name}}
	for _, at := range s.Document.Locate(environment, field.ErrorList{field.Invalid(field.NewPath(c.Path), nil, "")}) {
		e.Path, e.Line, e.Column = at.Path, at.Line, at.Column
	}
	return e
}

// checkClaims reports what of a stack those before it have too. To make the objects of
// all stacks would take as long again as what is done with them: those are made whose
// namespace another stack is in.
func checkClaims(stacks []*Stack, all *together) {
	if tooMuch := all.tooMuch(); tooMuch != "" {
		last := stacks[len(stacks)-1]
		last.Err = errors.Join(last.Err,
			fmt.Errorf("%s that may be given at a time; give the stacks in several runs", tooMuch))
		return
	}
	shared := sharedPlaces(stacks)
	each(len(stacks), nil, func(i int) {
		for j, own := range stacks[i].settled {
			if shared[own.place] && stacks[i].Errors == nil {
				own.entries = append(own.entries, stacks[i].objects(own)...)
				stacks[i].settled[j] = own
			}
		}
	})
	ledger := claims.Ledger{}
	for _, s := range stacks {
		if s.Errors == nil {
			s.Errors = s.claim(ledger)
		}
		s.settled = nil
	}
}

// claim enters what the stack has, and says what of it others have.
func (s *Stack) claim(ledger claims.Ledger) spec.Errors {
	var found spec.Errors
	for _, own := range s.settled {
		for _, c := range ledger.Enter(own.entries) {
			found = append(found, &spec.Error{
				File: c.File, Line: c.Line, Column: c.Column, Path: c.Path, Message: c.Message() + claims.OrCluster,
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

// objects are the names of a stack's objects in an environment.
func (s *Stack) objects(in settled) []claims.Entry {
	effective, err := s.Document.Stack.Effective(in.environment)
	if err != nil {
		return nil
	}
	resolved := generate.Resolve(effective)
	var all []claims.Entry
	for _, c := range claims.Objects(in.place.Cluster, resolved.Objects()) {
		all = append(all, claims.Entry{Claim: c, Holder: claims.Holder{
			Stack: s.Name(), Environment: in.environment, File: s.Source.Name, Line: s.line, Column: s.column,
		}})
	}
	return all
}
