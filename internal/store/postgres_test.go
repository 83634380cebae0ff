package store

import (
	"sync"
	"testing"

	"ngatu/internal/testkit/postgres"
)

// server is one real PostgreSQL for all tests of this package, started when the first asks for it.
var server struct {
	once sync.Once
	err  error
	*postgres.Server
}

// postgresAddress is the address of an empty schema of its own.
func postgresAddress(t testing.TB) string {
	t.Helper()
	server.once.Do(func() { server.Server, server.err = postgres.Begin() })
	if server.err != nil {
		t.Fatalf("PostgreSQL could not be started (on Debian: apt-get install postgresql): %v", server.err)
	}
	return server.Schema(t)
}

func stopPostgres() {
	if server.Server != nil {
		server.End()
	}
}

// newPostgres is a server of its own, which the test may stop.
func newPostgres(t *testing.T) *postgres.Server { return postgres.New(t) }
