package testkit

import (
	"context"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/internal/app"
	"ngatu/internal/config"
	_ "ngatu/internal/worker/workertest" // the tests' program is a worker, too
)

// stopIn bounds the stop of a test's server.
const stopIn = Patience

// Demo starts a demonstration as [Server] does.
func Demo(t testing.TB) *app.App {
	t.Helper()
	return Server(t, config.Config{Demo: true})
}

// Server starts a whole server and stops it when the test ends. What c leaves out is a free port of
// 127.0.0.1 and a temporary folder. Its log is the test's.
func Server(t testing.TB, c config.Config) *app.App {
	t.Helper()
	free(c.Listen)
	a, err := Open(t, c)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

// free waits until an address to which a test comes back is nobody's: a port that was given up may
// be somebody's own end of a connection for a moment. What it is when the patience is over, the
// server says.
func free(address string) {
	if address == "" || strings.HasSuffix(address, ":0") {
		return
	}
	for began := time.Now(); time.Since(began) < Patience; time.Sleep(50 * time.Millisecond) {
		if l, err := net.Listen("tcp", address); err == nil {
			l.Close()
			return
		}
	}
}

// Open is [Server] without the start, for tests of what is refused.
func Open(t testing.TB, c config.Config) (*app.App, error) {
	t.Helper()
	if c.Listen == "" {
		c.Listen = "127.0.0.1:0"
	}
	if c.Data == "" {
		c.Data = filepath.Join(t.TempDir(), "data")
	}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	a, err := app.New(t.Context(), c, log, func(string) {})
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { Stop(t, a) })
	return a, nil
}

// Stop stops a server before its test ends; once more does no harm.
func Stop(t testing.TB, a *app.App) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), stopIn)
	defer cancel()
	if err := a.Stop(ctx); err != nil {
		t.Errorf("the server did not stop in order: %v", err)
	}
}
