package demo

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/assets/starter"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/server/intake"
)

// open makes a demonstration on a real database and seeds it.
func open(t *testing.T, path, address string) *Demo {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	d := New(Options{Store: s, Areas: units, Address: address, Log: slog.New(slog.DiscardHandler)})
	campaign, err := intake.ReadStarter(starter.Campaigns, Deadline(time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	media, err := blob.Open(filepath.Join(filepath.Dir(path), "media"))
	if err != nil {
		t.Fatal(err)
	}
	if err := campaign.Keep(t.Context(), media, starter.Guides); err != nil {
		t.Fatal(err)
	}
	if err := d.Seed(t.Context(), campaign); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSeedOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ngatu.db")
	d := open(t, path, "http://127.0.0.1:4080")
	screens, err := d.Store.AllScreens(t.Context())
	if err != nil || len(screens) != 5 {
		t.Fatalf("%d screens, %v", len(screens), err)
	}
	for _, s := range screens {
		p, ok := s.PlaceAt(time.Now())
		if !ok || !WallScreen(s) || p.Canvas.Check() != nil || len(p.Names) != 2 {
			t.Errorf("%s: %+v", s.Code, p)
		}
	}
	if WallScreen(content.Screen{Code: "X", Places: []content.Place{{}}}) {
		t.Error("a screen that staff added would need no credential")
	}
	slides, err := d.Store.ApprovedSlides(t.Context())
	if err != nil || len(slides) == 0 {
		t.Fatalf("%d slides on air, %v", len(slides), err)
	}
	guides := 0
	for _, s := range slides {
		if s.Kind == content.Guide {
			guides++
		}
		if s.Kind == content.Board && !s.Sample && s.Words.Mark == "" {
			t.Errorf("%s shows made-up figures without saying so", s.ID)
		}
		if s.Kind == content.Countdown && !s.Deadline.After(time.Now()) {
			t.Errorf("%s counts to %v", s.ID, s.Deadline)
		}
	}
	if guides != 4 {
		t.Errorf("%d guides are approved", guides)
	}
	last, err := d.Store.LastChange(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Store.Close(); err != nil {
		t.Fatal(err)
	}

	d = open(t, path, "http://127.0.0.1:4080")
	if now, err := d.Store.LastChange(t.Context()); err != nil || now != last {
		t.Errorf("a second start changed something: %d after %d, %v", now, last, err)
	}
	d.Store.Close()
	d = open(t, path, "http://127.0.0.1:4090")
	if s, err := d.Store.Setting(t.Context(), content.SettingPublic); err != nil || s.Value != "http://127.0.0.1:4090" {
		t.Errorf("on another port the codes lead to %q, %v", s.Value, err)
	}
}

func TestFiguresMove(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "ngatu.db"), "http://127.0.0.1:4080")
	newest := func() store.Release {
		r, err := d.Store.LatestRelease(t.Context(), figure.Accounts.ID, area.Nov2024)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	before := newest()
	old, err := d.Store.Figures(t.Context(), before)
	if err != nil {
		t.Fatal(err)
	}
	for i := range keep + 30 { // a release a second at most: the test does not wait for them
		r := firstFigures(d.Areas, before.AsOf.Add(time.Duration(i-3*keep)*time.Minute))
		if _, err := d.Store.Change(t.Context(), who, func(tx *store.Tx) error { return put(t.Context(), tx, r) }); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(time.Until(before.AsOf.Add(1100 * time.Millisecond)))
	if err := d.move(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := newest()
	if !now.AsOf.After(before.AsOf) || !now.Sample {
		t.Errorf("they did not move: %+v", now)
	}
	figures, err := d.Store.Figures(t.Context(), now)
	if err != nil || len(figures) != 30 {
		t.Fatalf("%d districts, %v", len(figures), err)
	}
	moved := 0
	for i, f := range figures {
		if f.Value < 0 || f.Value > f.Target || f.Target <= 0 || f.Target != old[i].Target {
			t.Errorf("%s: %d of %d", f.Area, f.Value, f.Target)
		}
		if f.Value != old[i].Value {
			moved++
		}
	}
	if moved < 25 {
		t.Errorf("%d of 30 districts moved", moved)
	}
	all, err := d.Store.Releases(t.Context(), figure.Accounts.ID, 0, 0)
	if err != nil || len(all) > keep+2 {
		t.Errorf("%d releases are kept, %v", len(all), err)
	}

	// Somebody's own figures are not moved on from.
	own := store.Release{ID: "own", Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: now.AsOf.Add(time.Minute), Source: "own", By: "somebody"}
	if _, err := d.Store.Change(t.Context(), "somebody", func(tx *store.Tx) error { return tx.PutRelease(t.Context(), own, figures) }); err != nil {
		t.Fatal(err)
	}
	if err := d.move(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r := newest(); r.ID != "own" {
		t.Errorf("the newest is %s", r.ID)
	}
}
