// Package workertest lets tests start workers, and makes files that attack them.
//
// Only tests, and packages that start real parts for tests, may import it.
package workertest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"ngatu/internal/worker"
)

// Importing this package lets a test binary be started as a worker, as the server can be.
func init() { worker.Divert() }

// Pool returns a pool whose workers end with the test.
func Pool(t testing.TB) *worker.Pool {
	t.Helper()
	p := worker.New(worker.Options{Folder: t.TempDir(), Cache: Cache()})
	t.Cleanup(p.Close)
	return p
}

// Cache is a folder for the machine code that draws PDFs, which outlasts a test: making it takes
// seconds.
func Cache() string { return filepath.Join(os.TempDir(), fmt.Sprintf("ngatu-test-%d", os.Getuid())) }
