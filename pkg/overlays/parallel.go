package overlays

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// inParallel does the work of every item beside that of the others. The error is that of the first
// in order, so that the same stack always says the same. Once ctx is done, no more work is
// begun, and the error is that of ctx. A panic, which an object of a component's own type may
// still bring, is an error, too.
func inParallel[T any](ctx context.Context, items []T, work func(int, T) error) error {
	failed := make([]error, len(items))
	var all sync.WaitGroup
	for i, item := range items {
		all.Go(func() {
			if failed[i] = ctx.Err(); failed[i] == nil {
				failed[i] = guarded(func() error { return work(i, item) })
			}
		})
	}
	all.Wait()
	return cmp.Or(failed...)
}

// guarded returns the error of work, or what it panicked with.
func guarded(work func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &stack.ComponentError{Component: "the stack", Err: fmt.Errorf("%v", value), Trace: debug.Stack()}
		}
	}()
	return work()
}
