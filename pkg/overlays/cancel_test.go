package overlays_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestFrontDoorsEndWithTheirContext: each has the error of a context that is done in its chain,
// and nothing beside it.
func TestFrontDoorsEndWithTheirContext(t *testing.T) {
	resolved, err := overlays.Compiler{}.ResolveChecked(t.Context(), blog())
	if err != nil {
		t.Fatal(err)
	}
	list, err := resolved.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, dir, list)
	for name, call := range map[string]func(context.Context) (bool, error){
		"Compile": func(ctx context.Context) (bool, error) {
			files, err := overlays.Compile(ctx, blog())
			return files == nil, err
		},
		"Resolve": func(ctx context.Context) (bool, error) {
			r, warnings, err := overlays.Compiler{}.Resolve(ctx, &spec.Document{Stack: blog()})
			return r == nil && warnings == nil, err
		},
		"ResolveChecked": func(ctx context.Context) (bool, error) {
			r, err := overlays.Compiler{}.ResolveChecked(ctx, blog())
			return r == nil, err
		},
		"Files": func(ctx context.Context) (bool, error) {
			files, err := resolved.Files(ctx)
			return files == nil, err
		},
		"Write": func(ctx context.Context) (bool, error) {
			result, err := overlays.Write(ctx, dir, list)
			return result.Unchanged == 0, err
		},
		"Check": func(ctx context.Context) (bool, error) {
			report, err := overlays.Check(ctx, dir, list)
			return len(report.All()) == 0, err
		},
		"Read": func(ctx context.Context) (bool, error) {
			files, err := overlays.Read(ctx, dir, list)
			return files == nil, err
		},
		"CheckSecrets": func(ctx context.Context) (bool, error) {
			examples := files("overlays/dev/secrets.env.example=A=")
			return true, overlays.CheckSecrets(ctx, dir, examples)
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if nothing, err := call(ctx); !nothing || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, %v", name, nothing, err)
		}
	}
}

// TestCompileEndsBetweenEnvironments: what is under way when a context ends is the last.
func TestCompileEndsBetweenEnvironments(t *testing.T) {
	s := spectest.Everything()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var finished atomic.Int64
	compiler := overlays.Compiler{Mutate: func(_ *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
		cancel()
		finished.Add(1)
		return objects, nil
	}}
	if files, err := compiler.Compile(ctx, s); files != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%d files, %v", len(files), err)
	}
	if n := finished.Load(); n == 0 {
		t.Error("it ended before it began")
	}
}
