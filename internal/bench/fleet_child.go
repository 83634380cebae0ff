package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
)

// control lets the bench make changes in a fleet's store and read its memory. It has its own
// listener, so the measured server is the one that is shipped.
type control struct {
	store   *store.Store
	port    string // of the database; "": it is a file
	city    *city
	profile string // file that a profile goes to; "": none
	stop    func() // ends it
}

// made is the answer to a change. Instants are Unix microseconds.
type made struct {
	Began     int64  `json:"began"`
	Committed int64  `json:"committed"`
	Number    int64  `json:"number"`
	Error     string `json:"error,omitempty"`
}

// memory is what a fleet's server holds after a garbage collection.
type memory struct {
	Heap       float64 `json:"heap"` // kB
	Goroutines float64 `json:"goroutines"`
}

// childFleet serves a folder with a fleet in it, or fills a new one and ends. Its arguments: "fill"
// or "serve", folder, size as JSON, file for a profile or "", settings as JSON or "".
func childFleet(args []string) error {
	if len(args) != 5 {
		return errors.New("a fleet is started with five arguments")
	}
	var size fleetSize
	var set config.Config
	if err := errors.Join(json.Unmarshal([]byte(args[2]), &size), json.Unmarshal([]byte(cmp.Or(args[4], "{}")), &set)); err != nil {
		return err
	}
	set.Data, set.Listen = args[1], "127.0.0.1:0"
	ctx := context.Background()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	a, err := app.New(ctx, set, log, func(string) {})
	if err != nil {
		return err
	}
	c, err := newCity(size)
	if err != nil {
		return err
	}
	if args[0] == "fill" {
		return fill(ctx, a, c)
	}
	if err := a.Start(ctx); err != nil {
		return errors.Join(err, a.Stop(ctx))
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return errors.Join(err, a.Stop(ctx))
	}
	door := &control{store: a.Store(), port: portOf(set.Database.Database), city: c, profile: args[3], stop: func() {}}
	go func() { _ = http.Serve(l, door.routes()) }()
	fmt.Println(a.Address(), l.Addr())
	_, _ = io.Copy(io.Discard, os.Stdin)
	door.stop()
	return a.Stop(ctx)
}

// fill writes a city into a new folder's store and goes on air once, so that every screen has a
// frame.
func fill(ctx context.Context, a *app.App, c *city) error {
	began := time.Now()
	if _, err := a.Store().Change(ctx, "bench", func(tx *store.Tx) error { return c.build(ctx, tx) }); err != nil {
		return errors.Join(err, a.Stop(ctx))
	}
	filled := time.Now()
	if err := a.Start(ctx); err != nil {
		return errors.Join(err, a.Stop(ctx))
	}
	fmt.Println(ms(filled.Sub(began)), ms(time.Since(filled)))
	return a.Stop(ctx)
}

func (c *control) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /change", func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewEncoder(w).Encode(c.change(r.Context(), r.FormValue("kind")))
	})
	mux.HandleFunc("POST /profile", func(w http.ResponseWriter, _ *http.Request) {
		stop, err := profiled(c.profile)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		c.stop = stop
	})
	mux.HandleFunc("GET /memory", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(weighed())
	})
	mux.HandleFunc("GET /wire", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(carriedTo(c.port))
	})
	return mux
}

func (c *control) change(ctx context.Context, kind string) made {
	do, ok := c.city.changes()[kind]
	if !ok {
		return made{Error: "there is no change " + kind}
	}
	m := made{Began: time.Now().UnixMicro()}
	var err error
	m.Number, err = c.store.Change(ctx, "bench", func(tx *store.Tx) error { return do(ctx, tx) })
	m.Committed = time.Now().UnixMicro()
	if err != nil {
		m.Error = err.Error()
	}
	return m
}

// weighed collects garbage twice: pools and finalizers are freed by the second.
func weighed() memory {
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return memory{float64(m.HeapAlloc) / 1000, float64(runtime.NumGoroutine())}
}

// portOf is the port of a database's address.
func portOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Port()
}

// mediaOf is the folder of a server's media.
func mediaOf(data string) string { return filepath.Join(data, "media") }
