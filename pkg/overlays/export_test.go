package overlays

import (
	"context"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// CompileEnvironments lets tests outside the package feed environments.
func CompileEnvironments(stack string, plain []stack.Object, envs []Environment) ([]File, error) {
	base, err := newObjects(plain, "base", nil)
	if err != nil {
		return nil, err
	}
	return compile(context.Background(), stack, base, envs)
}

// Environment is one of those.
type Environment = environment

// Unproved is a stack's tree before its proof, and the proof.
func Unproved(s *spec.DjangoStack) (files func() ([]File, error), prove func() error, err error) {
	ctx := context.Background()
	resolved, err := Compiler{}.ResolveChecked(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	base, envs, err := resolved.environments(ctx)
	if err != nil {
		return nil, nil, err
	}
	t, err := newDirectories(ctx, s.Metadata.Name, base, envs)
	if err != nil {
		return nil, nil, err
	}
	return func() ([]File, error) { return t.files(ctx) }, func() error { return t.prove(ctx) }, nil
}
