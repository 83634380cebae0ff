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
func Over(n int, do func(i int)) { over(n, waiting*runtime.GOMAXPROCS(0), do) }

// Each does something with each of some things, by one goroutine for each processor: what is put on
// air meanwhile does not stand behind it. What is left when ctx ends is left undone.
func Each[T any](ctx context.Context, all []T, do func(T)) {
	over(len(all), runtime.GOMAXPROCS(0), func(i int) {
		if ctx.Err() == nil {
			do(all[i])
		}
	})
}

func over(n, width int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(width, n) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	all.Wait()
}
