// Package spread divides work among the processors.
//
// It must not know what the work is.
package spread

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// waiting is how many goroutines there are for each processor: while some wait for a disk or a
// bucket, others go on.
const waiting = 8

// Over calls do for 0 to n-1, by some goroutines for each processor. It returns when all are done:
// no goroutine outlives it.
func Over(n int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(waiting*runtime.GOMAXPROCS(0), n) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	all.Wait()
}

// Each is [Over] for each of some things; what is left when ctx ends is left undone.
func Each[T any](ctx context.Context, all []T, do func(T)) {
	Over(len(all), func(i int) {
		if ctx.Err() == nil {
			do(all[i])
		}
	})
}
