package fleet

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/blob"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/hub"
)

// rig is a fleet with real parts, but for who is connected and for the time.
type rig struct {
	*Fleet
	t       *testing.T
	store   *store.Store
	present []hub.Presence
	at      time.Time
}

func newRig(t *testing.T) *rig {
	t.Helper()
	dir := t.TempDir()
	db, err := store.Open(t.Context(), filepath.Join(dir, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	r := &rig{t: t, store: db, at: time.Now().Truncate(time.Millisecond)}
	media, err := blob.Open(filepath.Join(dir, "media"))
	if err != nil {
		t.Fatal(err)
	}
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	h := hub.New(hub.Options{})
	t.Cleanup(func() { h.Shutdown(context.Background(), 0) })
	on := air.New(air.Options{Store: db, Hub: h, Media: media, Areas: units, Faces: paint.Faces(), Key: key, Log: slog.New(slog.DiscardHandler)})
	r.Fleet = New(Options{Store: db, Air: on, Recorder: r.recorderOf(), Present: func() []hub.Presence { return r.present }, Now: func() time.Time { return r.at }, Log: slog.New(slog.DiscardHandler)})
	return r
}

// recorderOf is the recorder of a server that begins now.
func (r *rig) recorderOf() *Recorder {
	return NewRecorder(r.store, func() time.Time { return r.at }, slog.New(slog.DiscardHandler))
}

func (r *rig) change(do func(context.Context, *store.Tx) error) {
	r.t.Helper()
	if _, err := r.store.Change(r.t.Context(), "test", func(tx *store.Tx) error { return do(r.t.Context(), tx) }); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) screen(code string, open hours.Set) {
	r.t.Helper()
	r.change(func(ctx context.Context, tx *store.Tx) error {
		p := content.Place{Canvas: content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20}, Zone: content.DefaultZone, Open: open}
		return tx.PutScreen(ctx, content.Screen{Code: code, Places: []content.Place{p}})
	})
}

func (r *rig) enrol(code string) {
	r.t.Helper()
	r.change(func(ctx context.Context, tx *store.Tx) error {
		value := make([]byte, 32)
		copy(value, code)
		return tx.PutCredential(ctx, store.Credential{ID: code, Screen: code, Kind: store.ByToken, Value: value})
	})
}

func (r *rig) of(code string) Status {
	r.t.Helper()
	v, err := r.Look(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	s, err := r.store.Screen(r.t.Context(), code)
	if err != nil {
		r.t.Fatal(err)
	}
	return v.Of(s)
}

func (r *rig) is(code string, want State) {
	r.t.Helper()
	if got := r.of(code).State; got != want {
		r.t.Errorf("%s is %s, want %s", code, got, want)
	}
}

func (r *rig) here(code string) {
	r.present = append(r.present, hub.Presence{Screen: code, Since: r.at.Add(-time.Minute), Heard: r.at})
}

// closedNow is closed all of today and tomorrow: the test may run at midnight.
func closedNow(now time.Time) hours.Set {
	return hours.Set{Except: []hours.Exception{{Date: hours.DateOf(now, area.Local)}, {Date: hours.DateOf(now.AddDate(0, 0, 1), area.Local)}}}
}

func TestStatesAreCountedApart(t *testing.T) {
	r := newRig(t)
	never := closedNow(r.at)
	r.screen("NEW", hours.Set{})
	r.screen("JOIN", hours.Set{})
	r.screen("SILENT", hours.Set{})
	r.screen("ON", hours.Set{})
	r.screen("DARK", never)
	for _, code := range []string{"JOIN", "SILENT", "ON", "DARK"} {
		r.enrol(code)
	}
	r.recorder.Changed(hub.Change{Screen: "SILENT", At: r.at.Add(time.Minute)})
	r.at = r.at.Add(90 * time.Second)
	r.here("ON")
	r.here("DARK")
	for code, want := range map[string]State{"NEW": NeverEnrolled, "JOIN": Joining, "SILENT": Silent, "ON": On, "DARK": Closed} {
		r.is(code, want)
	}
	if s := r.of("SILENT"); !s.Since.Equal(r.at.Add(-30 * time.Second)) {
		t.Errorf("silent since %v, now is %v", s.Since, r.at)
	}
	v, err := r.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for state, n := range v.Count() {
		if want := map[State]int{On: 1, Closed: 1, Silent: 1, Joining: 1, NeverEnrolled: 1}[state]; n != want {
			t.Errorf("%d are %s, want %d", n, state, want)
		}
	}
	r.at = r.at.Add(time.Hour)
	if s := r.of("JOIN"); s.State != Silent || !s.Since.Equal(s.Enrolled) {
		t.Errorf("one that never came is %s since %v, enrolled %v", s.State, s.Since, s.Enrolled)
	}
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.RevokeCredentials(ctx, "SILENT") })
	r.is("SILENT", NeverEnrolled)
}

func TestATakeoverOverrides(t *testing.T) {
	r := newRig(t)
	never := closedNow(r.at)
	r.screen("ON", hours.Set{})
	r.screen("DARK", never)
	r.screen("GONE", hours.Set{})
	r.enrol("GONE")
	r.here("ON")
	r.here("DARK")
	put := func(drill bool) {
		r.change(func(ctx context.Context, tx *store.Tx) error {
			one := content.Takeover{ID: "storm", State: content.Approved, Words: content.Words{Head: "Bão"}}
			one, err := content.PutOn(one, "an", tx.Time(), time.Hour, drill)
			if err != nil {
				return err
			}
			return tx.PutTakeover(ctx, one)
		})
		r.at = time.Now().Add(time.Second)
	}
	put(true)
	r.is("ON", Overridden)
	r.is("DARK", Closed) // a drill does not light it
	put(false)
	r.is("DARK", Overridden)
	if s := r.of("GONE"); s.State == Overridden || s.Ruled.Takeover != "storm" {
		t.Errorf("one that nobody can reach is %s under %q", s.State, s.Ruled.Takeover)
	}
	r.at = r.at.Add(2 * time.Hour)
	r.is("ON", On)
}

// A screen that was silent before a restart is silent since then, and one that was here is so until
// the server ended.
func TestSilentSinceSurvivesARestart(t *testing.T) {
	r := newRig(t)
	ctx, began := t.Context(), r.at
	r.screen("WEEK", hours.Set{})
	r.screen("HERE", hours.Set{})
	first := r.recorderOf()
	if err := first.Start(ctx, nil); err != nil {
		t.Fatal(err)
	}
	first.Changed(hub.Change{Screen: "WEEK", On: true, At: began})
	first.Changed(hub.Change{Screen: "WEEK", At: began.Add(time.Minute)})
	first.Changed(hub.Change{Screen: "HERE", On: true, At: began})
	r.at = began.Add(time.Hour)
	first.Stop(ctx)
	for restart := range 2 {
		r.at = r.at.Add(24 * time.Hour)
		next := r.recorderOf()
		if err := next.Start(ctx, nil); err != nil {
			t.Fatal(err)
		}
		for code, want := range map[string]time.Time{"WEEK": began.Add(time.Minute), "HERE": began.Add(time.Hour), "NEVER": {}} {
			if got, _ := next.last(code); !got.Equal(want) {
				t.Errorf("after restart %d, %s was last heard from at %v, want %v", restart+1, code, got, want)
			}
		}
		next.Stop(ctx)
	}
	if last, err := r.store.LastChange(ctx); err != nil || last > began.Add(10*time.Minute).UnixMilli() {
		t.Errorf("who comes and goes is in the log of changes: %d, %v", last, err)
	}
}

// A copied disk is two computers with one identity; one that came back is not.
func TestComputersOfOneScreen(t *testing.T) {
	at := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	old := hub.Presence{Screen: "A", Since: at, Heard: at.Add(time.Minute), Proved: true}
	back := hub.Presence{Screen: "A", Since: at.Add(time.Minute), Heard: at.Add(2 * time.Minute), Proved: true}
	talks := old
	talks.Heard = at.Add(3 * time.Minute)
	wall := back
	wall.Proved = false
	for name, c := range map[string]struct {
		all  []hub.Presence
		want int
	}{"one": {[]hub.Presence{old}, 1}, "came back": {[]hub.Presence{old, back}, 1}, "two": {[]hub.Presence{talks, back}, 2}, "a page without a credential": {[]hub.Presence{old, wall}, 1}} {
		if got := hereOf(c.all)["A"].Computers; got != c.want {
			t.Errorf("%s: %d computers, want %d", name, got, c.want)
		}
	}
}
