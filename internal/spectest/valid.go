package spectest

import "github.com/djangostack/djangostack/pkg/spec"

// Valid reports whether a stack is valid in all its environments.
func Valid(s *spec.DjangoStack) bool {
	_, errs, _ := (&spec.Document{Stack: s}).Resolve()
	return len(errs) == 0
}
