package public_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/app"
	"ngatu/internal/store"
)

// change changes the store and fails on an error.
func change(t *testing.T, a *app.App, do func(ctx context.Context, tx *store.Tx) error) {
	t.Helper()
	if _, err := a.Store().Change(t.Context(), "test", func(tx *store.Tx) error { return do(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

func boardSlide(id string, view content.View) content.Slide {
	return content.Slide{
		ID: id, Campaign: "c", Kind: content.Board, View: view, Title: "Bảng " + id, Words: content.Words{Head: "Tiến độ cài đặt iHanoi", Brief: "Tiến độ iHanoi"},
		Measure: figure.Accounts.ID, Area: "2024-11/01", State: content.Approved,
	}
}

// release is one of all districts: 100 of 1,000 for the first, 110 for the second and so on, and by
// more in all of them.
func release(t *testing.T, a *app.App, id string, state store.ReleaseState, more int64, asOf time.Time) {
	t.Helper()
	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	change(t, a, func(ctx context.Context, tx *store.Tx) error {
		var all []figure.Figure
		for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
			all = append(all, figure.Figure{Area: d.Key(), Measure: figure.Accounts.ID, Value: 100 + int64(i)*10 + more*int64(i+1), Target: 1000})
		}
		return tx.PutRelease(ctx, store.Release{
			ID: id, Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: asOf, Source: "=Công an thành phố", By: "Nguyễn Thị Kín", State: state,
		}, all)
	})
}

// boards is a server with a screen and three boards on it, of figures of an hour ago.
func boards(t *testing.T) *app.App {
	t.Helper()
	a, _ := server(t, nil)
	change(t, a, func(ctx context.Context, tx *store.Tx) error {
		s := content.Screen{Code: "HK-02", Name: "Hàng Khay", Places: []content.Place{{
			From: time.Now().Add(-time.Hour), Kind: content.LED, Venue: content.Intersection, Zone: content.DefaultZone,
			Pools: content.DefaultPools(), Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
		}}}
		if err := tx.PutScreen(ctx, s); err != nil {
			return err
		}
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "c", Name: "Số liệu", Pool: "city", Weight: 1}); err != nil {
			return err
		}
		for id, view := range map[string]content.View{"gauge": content.Gauge, "league": content.League, "grid": content.Grid} {
			if err := tx.PutSlide(ctx, boardSlide(id, view)); err != nil {
				return err
			}
		}
		return nil
	})
	now := time.Now().Truncate(time.Minute)
	release(t, a, "r-before", "", 0, now.Add(-25*time.Hour))
	release(t, a, "r-now", "", 1, now.Add(-time.Hour))
	release(t, a, "r-draft", store.Draft, 7000, now)
	return a
}

// boardJSON is what a program reads of a board.
type boardJSON struct {
	Source      string
	Sample, Old bool
	AsOf        time.Time `json:"as_of"`
	Whole       *struct {
		Name      string
		Value, Of int64
		Percent   float64
	}
	Areas []struct {
		Area, Name string
		Rank       int
		Value, Of  int64
		Percent    float64
		Increase   *int64
	}
}

func readBoard(t *testing.T, a *app.App, id string) (out boardJSON) {
	t.Helper()
	resp, body := open(t, "GET", a.Address()+"/board/"+id+".json")
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s", id, resp.StatusCode, body)
	}
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// What was released, and nothing that waits: as numbers, as a table, as words, and who let it out
// stays inside.
func TestABoardOutsideIsWhatScreensShow(t *testing.T) {
	a := boards(t)
	gauge := readBoard(t, a, "gauge")
	const sum = 30*100 + 10*435 + 465 // of both releases' steps
	if w := gauge.Whole; w == nil || w.Name != "Thành phố Hà Nội" || w.Value != sum || w.Of != 30_000 || w.Percent != 26.1 || len(gauge.Areas) != 0 {
		t.Errorf("the gauge: %+v", gauge.Whole)
	}
	if gauge.Sample || gauge.Old || gauge.Source != "=Công an thành phố" || time.Since(gauge.AsOf) > 2*time.Hour {
		t.Errorf("what stands beside it: %+v", gauge)
	}
	league := readBoard(t, a, "league")
	first := league.Areas[0]
	if league.Whole != nil || len(league.Areas) > 20 || first.Increase == nil || *first.Increase != 30 || first.Rank != 0 {
		t.Errorf("ranks are not public, and the league says %+v", league)
	}
	if grid := readBoard(t, a, "grid"); len(grid.Areas) != 30 || grid.Areas[0].Area != "2024-11/001" || grid.Areas[0].Percent != 10.1 {
		t.Errorf("the grid: %d areas, %+v", len(grid.Areas), grid.Areas[:1])
	}
	change(t, a, func(ctx context.Context, tx *store.Tx) error { return tx.PutSetting(ctx, content.SettingRanks, "yes") })
	if all := readBoard(t, a, "league").Areas; len(all) != 30 || all[0].Rank != 1 || all[29].Percent >= all[0].Percent {
		t.Errorf("with public ranks there are %d areas", len(all))
	}
	_, table := open(t, "GET", a.Address()+"/board/league.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 31 || rows[1][3] != "420" || rows[1][9] != "'=Công an thành phố" || !strings.Contains(rows[1][8], "/20") {
		t.Errorf("the table: %v, %v", rows[:min(2, len(rows))], err)
	}
	for id, says := range map[string][]string{
		"gauge": {"Tiến độ cài đặt iHanoi", "26,1 %", "7.815", "/ 30.000", "chỉ tiêu giao", "Tính đến", "Nguồn: =Công an thành phố"},
		"grid":  {"Quận Ba Đình", "10,1 %", "ĐĐ"}, "league": {"42,0 %", "&#43;30"},
	} {
		_, page := open(t, "GET", a.Address()+"/board/"+id)
		for _, s := range says {
			if !strings.Contains(page, s) {
				t.Errorf("the page of %s does not say %q:\n%s", id, s, page)
			}
		}
		for _, form := range []string{"", ".json", ".csv"} {
			if _, body := open(t, "GET", a.Address()+"/board/"+id+form); strings.Contains(body, "Kín") || strings.Contains(body, "7.1") {
				t.Errorf("%s%s has what is not for outside", id, form)
			}
		}
	}
}

// Whatever takes a board off screens takes it off here: it goes with them and comes back with them.
func TestABoardIsOutsideOnlyWhileScreensShowIt(t *testing.T) {
	a := boards(t)
	is := func(id string, want int) {
		t.Helper()
		for _, form := range []string{"", ".json", ".csv", ".png"} {
			if resp, body := open(t, "GET", a.Address()+"/board/"+id+form); resp.StatusCode != want {
				t.Errorf("/board/%s%s: %d, want %d: %.100s", id, form, resp.StatusCode, want, body)
			} else if want == http.StatusNotFound && (strings.Contains(body, "26,1") || strings.Contains(body, "7815")) {
				t.Errorf("/board/%s%s still has figures", id, form)
			}
		}
	}
	put := func(s content.Slide) {
		t.Helper()
		change(t, a, func(ctx context.Context, tx *store.Tx) error { return tx.PutSlide(ctx, s) })
	}
	is("gauge", 200)
	draft, soon, over, notice := boardSlide("draft", content.Gauge), boardSlide("soon", content.Gauge), boardSlide("over", content.Gauge), boardSlide("notice", "")
	draft.State = content.Submitted
	soon.Valid.From, over.Valid.Until = time.Now().Add(time.Hour), time.Now().Add(-time.Hour)
	notice.Kind = content.Notice
	for _, s := range []content.Slide{draft, soon, over, notice} {
		put(s)
		is(s.ID, 404)
	}
	is("no-such", 404)
	change(t, a, func(ctx context.Context, tx *store.Tx) error {
		h, err := content.SetHold(content.Hold{ID: "h", Scope: content.HoldSlide, Slide: "gauge"}, "test", tx.Time())
		if err != nil {
			return err
		}
		return tx.PutHold(ctx, h)
	})
	is("gauge", 404)
	is("grid", 200)
	put(content.FileGone(boardSlide("grid", content.Grid)))
	is("grid", 404)
	change(t, a, func(ctx context.Context, tx *store.Tx) error {
		for _, id := range []string{"r-now", "r-before"} {
			if err := tx.DeleteRelease(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
	is("league", 404)
	_, page := open(t, "GET", a.Address()+"/board/league")
	if !strings.Contains(page, "hiện không chiếu") {
		t.Errorf("a portal's reader sees %s", page)
	}
}

// The marks of figures that are made up or old go with them.
func TestMarksGoOutsideToo(t *testing.T) {
	a := boards(t)
	mark := func(id, says string, old bool) {
		t.Helper()
		_, page := open(t, "GET", a.Address()+"/board/"+id)
		_, table := open(t, "GET", a.Address()+"/board/"+id+".csv")
		if strings.Contains(page, says) != old || strings.Contains(table, says) != old {
			t.Errorf("%s: %q is there: %v, want %v", id, says, !old, old)
		}
	}
	_, fresh := open(t, "GET", a.Address()+"/board/gauge.png")
	mark("gauge", "SỐ LIỆU CŨ", false)
	change(t, a, func(ctx context.Context, tx *store.Tx) error { return tx.PutSetting(ctx, content.SettingMaxAge, "1") })
	mark("gauge", "SỐ LIỆU CŨ", true)
	if _, old := open(t, "GET", a.Address()+"/board/gauge.png"); old == fresh {
		t.Error("the picture does not say that its figures are old")
	}
	mark("gauge", "SỐ LIỆU MẪU", false)
	typed := boardSlide("gauge", content.Gauge)
	typed.Words.Mark = "SỐ LIỆU MẪU"
	change(t, a, func(ctx context.Context, tx *store.Tx) error { return tx.PutSlide(ctx, typed) })
	mark("gauge", "SỐ LIỆU MẪU", false) // the figures are real, whatever somebody typed
	change(t, a, func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.Release(ctx, "r-now")
		if err != nil {
			return err
		}
		figures, err := tx.Figures(ctx, now)
		if err != nil {
			return err
		}
		now.ID, now.Sample = "r-sample", true
		return tx.PutRelease(ctx, now, figures)
	})
	mark("gauge", "SỐ LIỆU MẪU", true)
	if d := readBoard(t, a, "gauge"); !d.Sample || !d.Old {
		t.Errorf("programs are not told: %+v", d)
	}
}

func TestThePictureOfABoard(t *testing.T) {
	a := boards(t)
	for _, id := range []string{"gauge", "league", "grid"} {
		resp, body := open(t, "GET", a.Address()+"/board/"+id+".png")
		img, err := png.Decode(strings.NewReader(body))
		if err != nil || img.Bounds() != image.Rect(0, 0, 1200, 630) {
			t.Fatalf("%s: %v", id, err)
		}
		if dir := os.Getenv("NGATU_PHOTOS"); dir != "" {
			os.WriteFile(filepath.Join(dir, "board-"+id+".png"), []byte(body), 0o644)
		}
		tag := resp.Header.Get("ETag")
		if again, _ := open(t, "GET", a.Address()+"/board/"+id+".png", "If-None-Match", tag); tag == "" || again.StatusCode != http.StatusNotModified {
			t.Errorf("%s: the same picture with tag %q is sent again: %d", id, tag, again.StatusCode)
		}
		change(t, a, func(ctx context.Context, tx *store.Tx) error {
			return tx.PutSetting(ctx, content.SettingCity, "Hà Nội "+id)
		})
		if again, after := open(t, "GET", a.Address()+"/board/"+id+".png"); after != body || again.Header.Get("ETag") != tag {
			t.Errorf("%s: a change elsewhere makes it another picture", id)
		}
	}
	_, before := open(t, "GET", a.Address()+"/board/gauge.png")
	release(t, a, "r-new", "", 2, time.Now().Truncate(time.Minute))
	if _, after := open(t, "GET", a.Address()+"/board/gauge.png"); after == before {
		t.Error("new figures do not show")
	}
}

// A page may be framed by the portals that are set, and by nobody else.
func TestWhoMayEmbedABoard(t *testing.T) {
	a := boards(t)
	policy := func() string {
		t.Helper()
		resp, page := open(t, "GET", a.Address()+"/board/gauge?theme=dark")
		if strings.Contains(page, "<script") || strings.Contains(page, "style=") || !strings.Contains(page, `class="dark"`) {
			t.Errorf("the page: %s", page)
		}
		if frame := resp.Header.Get("X-Frame-Options"); frame != "" {
			t.Errorf("X-Frame-Options %q is in the way", frame)
		}
		return resp.Header.Get("Content-Security-Policy")
	}
	const none = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
	if got := policy(); got != none {
		t.Errorf("at first: %q", got)
	}
	change(t, a, func(ctx context.Context, tx *store.Tx) error {
		return tx.PutSetting(ctx, content.SettingPortals, "hanoi.gov.vn dichvucong.example.vn")
	})
	if got := policy(); got != none+" https://hanoi.gov.vn https://*.hanoi.gov.vn https://dichvucong.example.vn https://*.dichvucong.example.vn" {
		t.Errorf("with portals: %q", got)
	}
	resp, _ := open(t, "GET", a.Address()+"/board/gauge.json")
	if resp.Header.Get("Access-Control-Allow-Origin") != "*" || !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		t.Errorf("scripts of portals cannot read the data: %v", resp.Header)
	}
	if resp, css := open(t, "GET", a.Address()+"/board.css"); resp.StatusCode != 200 || bytes.Contains([]byte(css), []byte("http")) {
		t.Errorf("style: %d", resp.StatusCode)
	}
}

// Somebody who asks in a loop is told to wait.
func TestManyRequestsForBoards(t *testing.T) {
	a := boards(t)
	for i := range 700 {
		resp, _ := open(t, "GET", a.Address()+"/board/gauge.png", "X-Forwarded-For", "203.0.113.171") // through a proxy of this machine
		if resp.StatusCode == http.StatusTooManyRequests {
			if i < 500 || resp.Header.Get("Retry-After") == "" {
				t.Errorf("after %d requests: %v", i, resp.Header)
			}
			return
		}
	}
	t.Error("nobody is ever told to wait")
}
