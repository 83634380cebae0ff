package app_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// The dashboard asks for nothing that a server does not tell, and is a document that Grafana takes
// in: panels with places that do not lie over each other.
func TestDashboard(t *testing.T) {
	cert, key := testkit.Certificate(t, "first")
	a := testkit.Server(t, config.Config{Cert: cert, Key: key})
	status, told := askTLS(t, a.Address()+"/metrics")
	if status != 200 {
		t.Fatal(status)
	}
	text, err := os.ReadFile("../../docs/grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		Title  string
		Panels []struct {
			ID      int
			Title   string
			Type    string
			GridPos struct{ X, Y, W, H int }
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(text, &board); err != nil || board.Title == "" || len(board.Panels) < 10 {
		t.Fatalf("%v: %+v", err, board)
	}
	names, taken, ids := regexp.MustCompile(`\b(ngatu|go|process)_[a-z_]+`), map[[2]int]string{}, map[int]bool{}
	for _, p := range board.Panels {
		if ids[p.ID] {
			t.Errorf("panel %q has the number of another", p.Title)
		}
		ids[p.ID] = true
		for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
			for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
				if other := taken[[2]int{x, y}]; other != "" || x >= 24 {
					t.Fatalf("panel %q lies over %q, or beyond the edge", p.Title, other)
				}
				taken[[2]int{x, y}] = p.Title
			}
		}
		for _, target := range p.Targets {
			for _, name := range names.FindAllString(target.Expr, -1) {
				if !strings.Contains(told, "\n"+name) {
					t.Errorf("panel %q asks for %s, which no server tells", p.Title, name)
				}
			}
		}
	}
}

// What an operator asks first: how many screens are on and which are not heard from.
func TestScreensByState(t *testing.T) {
	a := testkit.Demo(t)
	join(t, a, "SANH-01")
	_, told := ask(t, "GET", a.Address()+"/metrics", "")
	for _, line := range []string{
		`ngatu_screens_state{state="on"} 1`, `ngatu_screens_state{state="never_enrolled"} 4`, `ngatu_screens_state{state="silent"} 0`, `ngatu_players_state{state="page"} 1`,
		"ngatu_players 1", "ngatu_gathered_total 1", `ngatu_storage_bytes{kind="database"} `, "ngatu_inbox_waiting 0",
	} {
		if !strings.Contains(told, "\n"+line) {
			t.Errorf("%q is not told", line)
		}
	}
}

// Whoever watches a server hears that it is held, and that it goes on.
func TestTheMetricsSayThatItIsHeld(t *testing.T) {
	a := testkit.Server(t, config.Config{})
	says := func(want string) {
		t.Helper()
		resp, err := http.Get(a.Address() + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if b, _ := io.ReadAll(resp.Body); !strings.Contains(string(b), "\nngatu_held "+want+"\n") {
			t.Errorf("it does not say that held is %s", want)
		}
	}
	says("0")
	if err := a.Store().Hold(t.Context(), store.SetBack{Because: store.ChangeGone}); err != nil {
		t.Fatal(err)
	}
	says("1")
}
