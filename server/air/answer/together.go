package answer

import (
	"context"
	"runtime"
	"sync"
)

// together does something with each of them, on all processors; what is left when ctx ends is left
// undone.
func together[T any](ctx context.Context, all []T, do func(T)) {
	work := make(chan T)
	var done sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		done.Go(func() {
			for one := range work {
				if ctx.Err() == nil {
					do(one)
				}
			}
		})
	}
	for _, one := range all {
		work <- one
	}
	close(work)
	done.Wait()
}
