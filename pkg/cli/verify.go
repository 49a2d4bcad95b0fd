package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
)

// verify builds every overlay with kustomize itself, as it lies in the folder, and
// compares the result with the objects of the environment.
func verify(ctx context.Context, s *fleet.Stack, dir string, files []overlays.File) error {
	if err := overlays.CheckSecrets(ctx, dir, files); err != nil {
		return findings{err}
	}
	onDisk, err := overlays.Read(ctx, dir, files)
	if err != nil {
		return err
	}
	resolved, err := s.Resolved(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", s.Source.Name, err)
	}
	for _, environment := range s.Document.Stack.EnvironmentNames() {
		if err := ctx.Err(); err != nil {
			return err
		}
		want, err := resolved.Objects(environment)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Source.Name, err)
		}
		err = kustomizeverify.Verify(onDisk, environment, want)
		switch {
		case errors.Is(err, kustomizeverify.ErrTooLarge):
			return fmt.Errorf("%s: %w", s.Source.Name, err)
		case err != nil:
			return findings{fmt.Errorf("%s: %w", s.Source.Name, err)}
		}
	}
	return nil
}
