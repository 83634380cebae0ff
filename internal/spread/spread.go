// Package spread divides work among the processors.
//
// It must not know what the work is.
package spread

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Over calls do for 0 to n-1, by as many goroutines as there are processors. It returns when all are
// done: no goroutine outlives it.
func Over(n int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	all.Wait()
}
