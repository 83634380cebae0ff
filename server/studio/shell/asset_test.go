package shell

import (
	"database/sql"
	"fmt"
	"io"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/internal/store"
	"ngatu/internal/testkit/postgres"
)

// While a fleet is upgraded a browser has a page from a node of one version and comes to one of the
// other for its style: it gets that style.
func TestAssetsOfAnotherVersion(t *testing.T) {
	pg := postgres.New(t)
	var nodes []*Shell
	for _, name := range []string{"a", "b"} {
		st, err := store.OpenBeside(t.Context(), pg.Address(), store.Beside{Node: name, Witness: filepath.Join(t.TempDir(), "witness")})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		s, err := New(Options{Store: st}, Room{Name: "test", Files: fstest.MapFS{"style.css": {Data: []byte(".only-in-" + name + "{}")}}})
		if err == nil {
			err = s.Share(t.Context())
		}
		if err == nil {
			err = s.Share(t.Context()) // as it does each hour
		}
		if err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, s)
	}
	get := func(at *Shell, path string) (int, string) {
		t.Helper()
		app := fiber.New()
		app.Get(PathAssets+":file", at.Asset)
		got, err := app.Test(httptest.NewRequest("GET", path, nil), -1)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(got.Body)
		if err != nil || got.StatusCode == 200 && (got.Header.Get("Content-Type") != mimes[".css"] || !strings.Contains(got.Header.Get("Cache-Control"), "immutable")) {
			t.Errorf("%s: %v, %v", path, got.Header, err)
		}
		return got.StatusCode, string(body)
	}
	for i, name := range []string{"a", "b"} {
		style := nodes[i].built.assets.byName[styleSheet]
		for _, at := range nodes {
			if status, body := get(at, style); status != 200 || !strings.Contains(body, "only-in-"+name) {
				t.Errorf("%s of %s: %d %.80s", style, name, status, body)
			}
		}
	}
	forged := PathAssets + "studio.0123456789ab.css"
	if err := nodes[0].Store.Nodes.KeepAssets(t.Context(), map[string][]byte{strings.TrimPrefix(forged, PathAssets): []byte("body{}")}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{forged, PathAssets + "studio.abcdefabcdef.css", PathAssets + "studio.css"} {
		if status, _ := get(nodes[0], path); status != 404 {
			t.Errorf("%s: %d, want 404", path, status)
		}
	}

	db, err := sql.Open("pgx", pg.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	hung, err := db.Begin() // whoever asks for assets waits
	if err == nil {
		_, err = hung.Exec(`LOCK TABLE node_assets`)
	}
	if err != nil {
		t.Fatal(err)
	}
	var asked sync.WaitGroup
	var begun atomic.Int64
	for i := range 30 {
		asked.Go(func() {
			begun.Add(1)
			if status, _ := get(nodes[0], fmt.Sprintf("%sstudio.%012x.css", PathAssets, i)); status != 404 {
				t.Errorf("a name that somebody made up: %d", status)
			}
		})
	}
	for calm := 0; calm < 20; time.Sleep(5 * time.Millisecond) {
		var wait int
		if err := db.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'`).Scan(&wait); err != nil || wait > 1 {
			t.Errorf("%d questions about names that somebody made up wait for the database (%v)", wait, err)
			break
		}
		if wait == 1 && begun.Load() == 30 {
			calm++
		}
	}
	if status, _ := get(nodes[0], nodes[1].built.assets.byName[styleSheet]); status != 200 {
		t.Errorf("what was read before: %d", status)
	}
	if err := hung.Rollback(); err != nil {
		t.Error(err)
	}
	asked.Wait()
}
