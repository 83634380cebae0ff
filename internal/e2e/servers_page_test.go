package e2e

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
	"ngatu/server/studio/studiotest"
)

// The page of the servers, with three nodes, of which one falls silent while somebody looks at it.
func TestTheServersPage(t *testing.T) {
	t.Parallel()
	pg := postgres.New(t)
	var first *store.Store
	for _, name := range []string{"a", "b", "c"} {
		st, err := store.OpenBeside(t.Context(), pg.Address(), store.Beside{Node: name, Witness: filepath.Join(t.TempDir(), "witness")})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		if first == nil {
			first = st
		}
		if err := st.Nodes.Introduce(t.Context(), "k", "http://"+name+".noi-bo.example.vn:4080"); err != nil {
			t.Fatal(err)
		}
	}
	r := studiotest.On(t, first)
	r.First()
	s := studioTab{testkit.Chromium(t).Open(t, r.Base+"/studio/signin", 1366, 800), nil, t}
	s.until("the form to sign in", `document.querySelector("main [name=password]")`)
	s.types("main [name=login]", "uoc")
	s.types("main [name=password]", studiotest.Password+"\r")
	s.until("the studio", `location.pathname === "/studio"`)
	s.Run(chromedp.Navigate(r.Base + "/studio/nodes"))
	s.says("3 nút đang chạy")
	s.photographed("nodes-three")
	db, err := sql.Open("pgx", pg.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE nodes SET run = 'killed', seen_ms = seen_ms - 60000 WHERE name = 'b'`); err != nil {
		t.Fatal(err)
	}
	s.says("Nút b mất liên lạc")
	s.says("2 nút đang chạy")
	for _, width := range []int64{390, 1366} {
		s.Run(chromedp.EmulateViewport(width, 800))
		s.accessible("the servers")
	}
	s.photographed("nodes-silent")
}
