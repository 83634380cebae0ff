// Package workertest lets tests start workers, and makes files that attack them.
//
// Only tests, and packages that start real parts for tests, may import it.
package workertest

import (
	"testing"

	"ngatu/internal/worker"
)

// Importing this package lets a test binary be started as a worker, as the server can be.
func init() { worker.Divert() }

// Pool returns a pool whose workers end with the test.
func Pool(t testing.TB) *worker.Pool {
	t.Helper()
	p := worker.New(worker.Options{Folder: t.TempDir()})
	t.Cleanup(p.Close)
	return p
}
