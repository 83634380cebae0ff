package worker

import (
	"os"
	"runtime/metrics"
	"time"
)

// watch ends this worker when its Go memory exceeds most bytes, where the kernel cannot enforce
// that. It notices a sudden jump a few milliseconds late.
func watch(most int64) {
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	go func() {
		for {
			metrics.Read(held)
			if held[0].Value.Uint64()-held[1].Value.Uint64() > uint64(most) {
				os.Exit(statusMemory)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
}
