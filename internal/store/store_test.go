package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
)

func TestMain(m *testing.M) {
	switch os.Getenv("NGATU_STORE_CHILD") {
	case "write":
		writeUntilKilled(os.Getenv("NGATU_STORE_PATH"))
	case "open":
		openAndSay(os.Getenv("NGATU_STORE_PATH"))
	}
	code := m.Run()
	stopPostgres()
	os.Exit(code)
}

// database is one of the two kinds, as the tests open it.
type database struct {
	name    string
	address func(testing.TB) string
}

var databases = []database{
	{"sqlite", func(t testing.TB) string { return filepath.Join(t.TempDir(), "ngatu.db") }},
	{"postgres", postgresAddress},
}

func opened(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// onBoth runs a test on a fresh database of each kind.
func onBoth(t *testing.T, test func(*testing.T, *Store)) {
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) { test(t, opened(t, db.address(t))) })
	}
}

// changed makes a change that must succeed.
func changed(t testing.TB, s *Store, do func(context.Context, *Tx) error) int64 {
	t.Helper()
	number, err := s.Change(t.Context(), "an", func(tx *Tx) error { return do(t.Context(), tx) })
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func must[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// refused checks that an error is one for people, of a code.
func refused(t testing.TB, err error, want content.Code) {
	t.Helper()
	if got := content.CodeOf(err); got != want {
		t.Errorf("got error %q (%v), want one of code %q", got, err, want)
	}
}

// openAndSay is a child process that opens a database and says in a line how that went.
func openAndSay(path string) {
	s, err := Open(context.Background(), path)
	if err != nil {
		fmt.Printf("%s: %v\n", content.CodeOf(err), err)
		os.Exit(1)
	}
	fmt.Println("open")
	s.Close()
	os.Exit(0)
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
