package overlays

import (
	"cmp"
	"sync"
)

// inParallel does the work of every item beside that of the others. The error is that of the first
// in order, so that the same stack always says the same.
func inParallel[T any](items []T, work func(int, T) error) error {
	failed := make([]error, len(items))
	var all sync.WaitGroup
	for i, item := range items {
		all.Go(func() { failed[i] = work(i, item) })
	}
	all.Wait()
	return cmp.Or(failed...)
}
