package app

import (
	"os"
	"runtime/debug"

	"ngatu/internal/worker"
)

// roomy is the memory, in bytes, from which a server collects its garbage seldom: more than the
// packaged unit and the container give it, which LibreOffice shares.
const roomy = 3 << 30

// collectSeldom lets a server's memory grow to three times what it holds before garbage is
// collected, where Go lets it grow to twice. A change of all 2,000 audiences then costs a fifth
// less (docs/performance.md), for some 60 MB with ten thousand players. A small machine keeps Go's
// default, and so does whoever sets GOGC.
func collectSeldom() {
	if os.Getenv("GOGC") == "" && worker.Memory() >= roomy {
		debug.SetGCPercent(200)
	}
}
