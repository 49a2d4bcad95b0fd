package spectest

import (
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Valid reports whether a stack is valid in all its environments.
func Valid(s *spec.DjangoStack) bool {
	_, errs, _ := (&spec.Document{Stack: s}).Resolve(topology)
	return len(errs) == 0
}

// topology asks the rules about who runs, listens and connects to whom.
func topology(e *spec.Effective) (errs, warnings field.ErrorList) {
	st, err := generate.Resolve(e)
	if err == nil {
		errs, warnings, err = st.Validate()
	}
	if err != nil {
		panic("spectest: " + err.Error()) // a mistake in a component
	}
	return errs, warnings
}
