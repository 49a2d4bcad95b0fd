package fleet

import (
	"errors"
	"fmt"
	"sync/atomic"

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

// settle finds out what the stack has in each environment, and adds to the number of
// names of all stacks. Of too many none are kept.
func (s *Stack) settle(names *atomic.Int64) {
	for _, environment := range s.Document.Stack.EnvironmentNames() {
		merged, err := s.Document.Stack.For(environment)
		if err != nil {
			continue // said by Check
		}
		merged.SetDefaults(environment)
		own := settled{environment: environment, place: spec.ClusterName{
			Cluster: merged.Spec.Cluster, Kind: "Namespace", Name: merged.Spec.Namespace.Name,
		}}
		all := merged.Spec.Claims()
		if names.Add(int64(len(all))) > maxNames {
			continue
		}
		for _, c := range all {
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
func checkClaims(stacks []*Stack, names int64) {
	if names > maxNames {
		last := stacks[len(stacks)-1]
		last.Err = errors.Join(last.Err, fmt.Errorf("%s: with it the stacks have %d hosts, namespaces and Secrets in all "+
			"environments, more than the %d that may be given at a time; give them in several runs",
			last.Source.Name, names, maxNames))
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
	merged, err := s.Document.Stack.For(in.environment)
	if err != nil {
		return nil
	}
	merged.SetDefaults(in.environment)
	resolved := generate.Resolve(merged, in.environment)
	var all []claims.Entry
	for _, c := range claims.Objects(in.place.Cluster, resolved.Finish(resolved.Build())) {
		all = append(all, claims.Entry{Claim: c, Holder: claims.Holder{
			Stack: s.Name(), Environment: in.environment, File: s.Source.Name, Line: s.line, Column: s.column,
		}})
	}
	return all
}
