package spectest

import "github.com/djangostack/djangostack/pkg/spec"

// Valid reports whether a stack can be compiled in all its environments.
func Valid(s *spec.DjangoStack) bool {
	for _, environment := range s.EnvironmentNames() {
		merged, err := s.For(environment)
		if err != nil {
			return false
		}
		merged.SetDefaults(environment)
		if merged.Metadata.Name == "" || merged.Spec.Image.Repository == "" || len(merged.Spec.Django.Hosts) == 0 {
			return false
		}
	}
	return true
}
