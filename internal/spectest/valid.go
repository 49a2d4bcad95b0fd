package spectest

import (
	"sync/atomic"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Valid reports whether a stack is valid in all its environments.
func Valid(s *spec.DjangoStack) bool { return len(wrong(&spec.Document{Stack: s})) == 0 }

// wrong returns what is wrong with a stack in any of its environments, the rules about who
// runs, listens and connects to whom included. Components may refuse what is invalid; if one
// refuses a valid stack, that is a mistake in the component.
func wrong(d *spec.Document) spec.Errors {
	var refused atomic.Pointer[error]
	_, errs, _ := d.Resolve(func(e *spec.Effective) (errs, warnings field.ErrorList) {
		st, err := generate.Resolve(e)
		if err == nil {
			errs, warnings, err = st.Validate()
		}
		if err != nil {
			refused.Store(&err)
		}
		return errs, warnings
	})
	if err := refused.Load(); err != nil && len(errs) == 0 {
		panic("spectest: " + (*err).Error())
	}
	return errs
}
