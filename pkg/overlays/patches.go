package overlays

import (
	"context"
	"maps"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// checkPatches applies the patches of every environment, and returns what is wrong with them and
// what is seldom meant, by environment. A patch has to match an object where its environment says
// it, and in some environment where the whole spec does.
func (r *Resolved) checkPatches(ctx context.Context) (errs, warnings map[string]field.ErrorList, err error) {
	var with []*stack.Stack
	for _, st := range r.stacks {
		if len(st.Spec.Patches) > 0 {
			with = append(with, st)
		}
	}
	if len(with) == 0 {
		return nil, nil, nil
	}
	var lock sync.Mutex
	all := map[string]stack.Patched{}
	err = inParallel(ctx, with, func(_ int, st *stack.Stack) error {
		patched, err := r.compiler.patched(st)
		patched.Objects = nil
		lock.Lock()
		defer lock.Unlock()
		all[st.Environment] = patched
		return inEnvironment(st.Environment, err)
	})
	if err != nil {
		return nil, nil, err
	}
	matched := matchedPatches(with, all)
	errs, warnings = map[string]field.ErrorList{}, map[string]field.ErrorList{}
	for _, st := range with {
		patched := all[st.Environment]
		errs[st.Environment], warnings[st.Environment] = patched.Errors, patched.Warnings
		for _, name := range sorted.Keys(patched.Unmatched) {
			if !matched[name] || r.says(st.Environment, name) {
				errs[st.Environment] = append(errs[st.Environment], patched.Unmatched[name])
			}
		}
	}
	return errs, warnings, nil
}

// matchedPatches are those that match an object in some environment.
func matchedPatches(with []*stack.Stack, all map[string]stack.Patched) map[string]bool {
	matched := map[string]bool{}
	for _, st := range with {
		for name := range maps.Keys(st.Spec.Patches) {
			matched[name] = matched[name] || all[st.Environment].Unmatched[name] == nil
		}
	}
	return matched
}

// says reports whether an environment itself has something of a patch.
func (r *Resolved) says(environment, name string) bool {
	patches, _ := spec.Environment(r.source.Spec.Environments[environment])["patches"].(map[string]any)
	return patches[name] != nil
}
