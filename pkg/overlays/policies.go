package overlays

import (
	"context"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// judge asks the compiler's policies about the objects of every environment, and returns what they
// do not allow by environment.
func (r *Resolved) judge(ctx context.Context) (map[string]field.ErrorList, error) {
	if len(r.compiler.Policies) == 0 {
		return nil, nil
	}
	var lock sync.Mutex
	found := map[string]field.ErrorList{}
	return found, inParallel(ctx, r.stacks, func(_ int, st *stack.Stack) error {
		objects, err := r.Objects(st.Environment)
		if err != nil {
			return err
		}
		var all field.ErrorList
		for _, p := range r.compiler.Policies {
			list, err := p.Judge(st, objects)
			if err != nil {
				return inEnvironment(st.Environment, err)
			}
			all = append(all, list...)
		}
		lock.Lock()
		defer lock.Unlock()
		found[st.Environment] = all
		return nil
	})
}
