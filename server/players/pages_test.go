package players

import (
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/internal/store"
	"ngatu/internal/testkit/postgres"
	"ngatu/player/page"
	"ngatu/server/edge"
)

// anotherPage is a page of a version of before.
func anotherPage(t *testing.T) *page.Set {
	t.Helper()
	dir, from := t.TempDir(), filepath.Join("..", "..", "player", "page", "files")
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "debug.js")
	b, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, append(b, "window.before = 1;\n"...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	set, err := page.Disk(dir)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// While a node of before is here, all serve its page, each asks for each build by name, and
// players are told once all nodes have had the time to hear of it.
func TestThePageIsTheFleets(t *testing.T) {
	pg, log := postgres.New(t), slog.New(slog.DiscardHandler)
	start := func(name, release string, own *page.Set) (*pages, *store.Store) {
		st, err := store.OpenBeside(t.Context(), pg.Address(), store.Beside{
			Node: name, Witness: filepath.Join(t.TempDir(), "witness"), Build: store.Build{Release: release, Page: own.Build()},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { st.Close() })
		p := newPages(st.Nodes, own, log)
		if err := p.begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		return p, st
	}
	before, now := anotherPage(t), page.Embedded()
	old, oldStore := start("a", "1.2.0", before)
	fresh, st := start("b", "1.3.0", now)
	both := func(what string, want *page.Set) {
		t.Helper()
		for name, p := range map[string]*pages{"old": old, "new": fresh} {
			p.look(t.Context())
			if got := p.serves(); got.Build() != want.Build() {
				t.Errorf("%s: the %s node serves %s, want %s", what, name, got.Build(), want.Build())
			}
		}
	}
	both("while it is rolled", before)
	if got := fresh.says(time.Now()); got != "" {
		t.Errorf("players are told of %q before all nodes have heard", got)
	}
	soon := time.Now().Add(pageSettled)
	if got := fresh.says(soon); got != before.Build() {
		t.Errorf("players are told of %q", got)
	}
	if old.named(now.Build()) == nil {
		t.Error("the old node cannot serve the new page to whoever has begun to load it")
	}

	e, err := edge.New(edge.Options{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	players := &Players{Options: Options{Store: st, Edge: e, Log: log}, pages: fresh}
	app := fiber.New()
	app.Get("/play", players.index)
	app.Get("/play/:file", players.file)
	for path, want := range map[string]string{
		"/play":                              `data-build="` + before.Build() + `"`,
		"/play?b=" + now.Build():             `data-build="` + now.Build() + `"`,
		"/play?b=none":                       "404",
		"/play/debug.js?b=" + now.Build():    "404", // there it is in one file
		"/play/page.js?b=" + now.Build():     "immutable",
		"/play/page.js?b=none":               "404", // those of the fleet's page are another file each
		"/play/worker.js":                    before.Build(),
		"/play/play.css?b=none":              "no-store",
		"/play/debug.js?b=" + before.Build(): "window.before = 1;",
	} {
		resp, err := app.Test(httptest.NewRequest("GET", path, nil), -1)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		if is := strings.Join([]string{resp.Status, resp.Header.Get("Cache-Control"), string(b)}, "\n"); !strings.Contains(is, want) {
			t.Errorf("%s: %.200s", path, is)
		}
	}

	oldStore.Close()
	fresh.look(t.Context())
	if fresh.serves() != now || fresh.says(time.Now()) != "" || fresh.says(time.Now().Add(pageSettled)) != now.Build() {
		t.Error("once all nodes are new, the new page is not served")
	}
	old, oldStore = start("a", "1.2.0", before)
	both("after going back", before)
	oldStore.Close()
}
