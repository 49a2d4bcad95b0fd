package overlays_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"testing"

	"github.com/djangostack/djangostack/internal/prooftest"
	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestRandomStacks compiles random stacks with random environments, every third one
// with a value nobody expects. Compile proves every overlay by itself; kustomize
// must agree byte for byte, and the objects must have what every stack's have.
// Kustomize builds one environment of every fourth stack only, since it takes a hundred
// times as long.
// A failure is shown as the smallest stack that fails too.
func TestRandomStacks(t *testing.T) {
	for seed := range uint64(worktest.Rounds(200)) {
		check := compiles
		if seed%4 == 0 {
			check = func(s *spec.DjangoStack) error {
				all := s.EnvironmentNames()
				return kustomizeAgrees(s, all[int(seed/4)%len(all)])
			}
		}
		create := spectest.Random
		if seed%3 == 0 {
			create = spectest.Odd
		}
		s := create(rand.New(rand.NewPCG(seed, 1)))
		if err := check(s); err != nil {
			small := spectest.Shrink(s, func(s *spec.DjangoStack) bool { return check(s) != nil })
			t.Errorf("seed %d: %v\nthe smallest stack that fails, with: %v\n%s", seed, err, check(small), spectest.YAML(small))
		}
	}
}

func compiles(s *spec.DjangoStack) error {
	_, err := compile(s)
	return err
}

// compile is Compile, and the proofs of every environment's objects. A panic is
// a failure like any other, so that it can be shrunk.
func compile(s *spec.DjangoStack) (files []overlays.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	if files, err = overlays.Compile(context.Background(), s); err != nil {
		return nil, err
	}
	var findings []error
	for _, env := range s.EnvironmentNames() {
		st, err := resolved(s, env)
		if err != nil {
			return nil, err
		}
		for _, finding := range prooftest.Objects(st, stacktest.Objects(st)) {
			findings = append(findings, fmt.Errorf("%s: %w", env, finding))
		}
	}
	return files, errors.Join(findings...)
}

func resolved(s *spec.DjangoStack, env string) (*stack.Stack, error) {
	merged, err := s.Effective(env)
	if err != nil {
		return nil, err
	}
	return stacktest.Resolve(merged), nil
}

// kustomizeAgrees also has kustomize build environments of the stack.
func kustomizeAgrees(s *spec.DjangoStack, environments ...string) error {
	files, err := compile(s)
	if err != nil {
		return err
	}
	for _, env := range environments {
		st, err := resolved(s, env)
		if err != nil {
			return err
		}
		if err := kustomizeverify.Verify(files, env, stacktest.Objects(st)); err != nil {
			return err
		}
	}
	return nil
}
