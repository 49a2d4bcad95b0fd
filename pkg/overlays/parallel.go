package overlays

import (
	"cmp"
	"context"
	"sync"
)

// inParallel does the work of every item beside that of the others. The error is that of the first
// in order, so that the same stack always says the same. Once ctx is done, no more work is
// begun, and the error is that of ctx.
func inParallel[T any](ctx context.Context, items []T, work func(int, T) error) error {
	failed := make([]error, len(items))
	var all sync.WaitGroup
	for i, item := range items {
		all.Go(func() {
			if failed[i] = ctx.Err(); failed[i] == nil {
				failed[i] = work(i, item)
			}
		})
	}
	all.Wait()
	return cmp.Or(failed...)
}
