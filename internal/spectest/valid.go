package spectest

import "github.com/djangostack/djangostack/pkg/spec"

// Valid reports whether a stack is valid in all its environments.
func Valid(s *spec.DjangoStack) bool {
	for _, environment := range s.EnvironmentNames() {
		merged, err := s.For(environment)
		if err != nil {
			return false
		}
		merged.SetDefaults(environment)
		if errs, _ := spec.Validate(merged); len(errs) > 0 {
			return false
		}
	}
	return true
}
