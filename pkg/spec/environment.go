package spec

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/strict"
)

// defaultEnvironments are the environments of a stack that names none, and the
// order in which those of the same names come first.
var defaultEnvironments = []string{"dev", "staging", "prod"}

// EnvironmentNames returns the names of the stack's environments: dev, staging and prod
// first, in this order, then the others by alphabet. A stack that names none has just
// these three.
func (s *DjangoStack) EnvironmentNames() []string {
	if len(s.Spec.Environments) == 0 {
		return slices.Clone(defaultEnvironments)
	}
	rank := func(name string) int {
		if i := slices.Index(defaultEnvironments, name); i >= 0 {
			return i
		}
		return len(defaultEnvironments)
	}
	return slices.SortedFunc(maps.Keys(s.Spec.Environments), func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}

// hasEnvironment reports whether For makes an environment.
func (s *DjangoStack) hasEnvironment(name string) bool {
	if name == "" || len(s.Spec.Environments) == 0 {
		return name == "" || slices.Contains(defaultEnvironments, name)
	}
	_, ok := s.Spec.Environments[name]
	return ok
}

// For returns the stack as it is in one environment: a deep copy of the spec with the
// environment's merge patch applied and no environments left. For("") returns the spec
// alone. The copy shares nothing with s. For fails if [DjangoStack.EnvironmentNames] does
// not have the name, and with [Errors] if a patch built in Go does not fit the spec; one
// that was loaded has been checked. Defaults are not filled in; [DjangoStack.Effective]
// does both.
func (s *DjangoStack) For(environment string) (*DjangoStack, error) {
	if s == nil {
		return nil, errors.New(noStack)
	}
	if !s.hasEnvironment(environment) {
		return nil, fmt.Errorf("no environment %q; this stack has %s",
			environment, strict.Listed(s.EnvironmentNames()))
	}
	alone := *s
	alone.Spec.Environments = nil
	result := alone.DeepCopy()
	patch := s.Spec.Environments[environment]
	if len(patch) == 0 {
		return result, nil
	}
	for _, name := range []string{"environments", "extends"} {
		if _, nested := patch[name]; nested {
			return nil, s.checkPatch(environment, fmt.Errorf("%s: not here", name))
		}
	}
	removed, err := specType().Merge(reflect.ValueOf(&result.Spec).Elem(), map[string]any(patch),
		strict.Nulls(result.Spec.Removed))
	if err != nil {
		return nil, s.checkPatch(environment, err)
	}
	result.Spec.Removed = Environment(removed)
	return result, nil
}

// checkPatch says all that is wrong with a patch that was built in Go, in the
// words Load has for the same mistakes. Should it find nothing, it falls back
// to the reason why the patch was not applied.
func (s *DjangoStack) checkPatch(environment string, reason error) error {
	path := "spec.environments" + segment(environment)
	if found := readGo(specType().At("environments").Elem, path, s.Spec.Environments[environment]); found != nil {
		return JoinErrors(found)
	}
	return fmt.Errorf("%s: %w", path, reason)
}
