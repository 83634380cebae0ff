package worker

import "time"

// limits are what the kernel allows a worker.
type limits struct {
	memory    int64         // bytes of writable memory
	processor time.Duration // processor time
	written   int64         // size in bytes of each file that it writes
	files     int64         // descriptors
}

const (
	processorTime = 30 * time.Second
	files         = 16 // descriptors of a parser
)

// parserLimits are those of a parser, which writes no files.
func parserLimits() limits { return limits{memory: hardMemory, processor: processorTime, files: files} }
