package overlays

import "github.com/djangostack/djangostack/pkg/spec"

// CompileEnvironments lets tests outside the package feed environments.
var CompileEnvironments = compile

// Environment is one of those.
type Environment = environment

// Unproved is a stack's tree before its proof, and the proof.
func Unproved(s *spec.DjangoStack) (files func() ([]File, error), prove func() error, err error) {
	resolved, err := Compiler{}.ResolveChecked(s)
	if err != nil {
		return nil, nil, err
	}
	base, envs, err := resolved.environments()
	if err != nil {
		return nil, nil, err
	}
	t, err := newDirectories(s.Metadata.Name, base, envs)
	if err != nil {
		return nil, nil, err
	}
	return t.files, t.prove, nil
}
