package air

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

const boardName = "accounts@2024-11/01"

func league(id string) content.Slide {
	return content.Slide{
		ID: id, Campaign: "c", Kind: content.Board, View: content.League, Title: id, Words: content.Words{Head: "Tiến độ"},
		Measure: figure.Accounts.ID, Area: "2024-11/01", State: content.Approved,
	}
}

// release lets out figures of all districts, each at the same percentage of 1,000 or what change
// makes of it.
func (r *rig) release(id string, percent int64, change ...func(*figure.Figure)) {
	r.t.Helper()
	r.releaseOf(id, func(figure.Figure) bool { return true }, append([]func(*figure.Figure){func(f *figure.Figure) { f.Value = percent * 10 }}, change...)...)
}

// releaseOf lets out figures of some districts.
func (r *rig) releaseOf(id string, which func(figure.Figure) bool, change ...func(*figure.Figure)) {
	r.t.Helper()
	r.change(func(ctx context.Context, tx *store.Tx) error {
		var all []figure.Figure
		for _, d := range r.parts.Areas.At(area.Nov2024, area.DistrictLevel) {
			f := figure.Figure{Area: d.Key(), Measure: figure.Accounts.ID, Value: 100, Target: 1000}
			if !which(f) {
				continue
			}
			for _, c := range change {
				c(&f)
			}
			all = append(all, f)
		}
		return tx.PutRelease(ctx, store.Release{
			ID: id, Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: tx.Time(), Source: "Công an thành phố", By: "test",
		}, all)
	})
}

func TestFiguresAreOneFrame(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Cài đặt"), league("league"))
	})
	e := r.join("HK-1")
	if first := e.some(2); len(first) != 2 || !slices.Equal(ids(t, first[1]), []string{"a"}) {
		t.Fatalf("a board without figures is on air: %s", types(first))
	}
	r.release("one", 10)
	got := e.some(2)
	if p := only(got, protocol.TypeProgramme); len(p) != 1 || !slices.Equal(ids(t, p[0]), []string{"a", "league"}) || len(only(got, protocol.TypeFigures)) != 1 {
		t.Fatalf("with its first figures: %s", types(got))
	}
	r.calm()
	before := r.Stats()
	r.release("two", 20)
	got = e.some(1)
	if len(got) != 1 || got[0].Type != protocol.TypeFigures || got[0].For != boardName {
		t.Fatalf("new figures brought %s", types(got))
	}
	if now := r.Stats(); now.Programmes != before.Programmes {
		t.Errorf("%d programmes were resolved for figures", now.Programmes-before.Programmes)
	}
	var f protocol.Figures
	if err := got[0].Open(&f); err != nil {
		t.Fatal(err)
	}
	for bind, want := range map[string]protocol.Cell{
		"gauge.value": {T: "6.000"}, "gauge.target": {T: "/ 30.000"}, "gauge.percent": {T: "20,0 %"}, "gauge.bar": {F: 2000},
		"gauge.of": {T: "chỉ tiêu giao"}, "source": {T: "Nguồn: Công an thành phố"}, "row.0.bar": {F: 2000}, "row.0.value": {T: "20,0 %"},
		"row.0.delta": {T: "+100"}, "tile.2024-11/001": {L: 1, T: "20,0 %"},
	} {
		if f.Cells[bind] != want {
			t.Errorf("%s is %+v, want %+v", bind, f.Cells[bind], want)
		}
	}
	if age := time.Duration(f.Stale-f.AsOf) * time.Millisecond; age != 48*time.Hour {
		t.Errorf("they are old after %v", age)
	}
	// Withdrawn, all of them: the board goes off rather than show what is no longer said.
	r.change(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.DeleteRelease(ctx, "one"); err != nil {
			return err
		}
		return tx.DeleteRelease(ctx, "two")
	})
	if p := only(e.some(1), protocol.TypeProgramme); len(p) != 1 || !slices.Equal(ids(t, p[0]), []string{"a"}) {
		t.Error("a board whose figures were withdrawn is still on air")
	}
}

// A board waits for figures of its own: those of other areas, or a count that is of nothing, leave
// it a title alone. It comes on air by itself, and goes again, as figures do.
func TestABoardWaitsForItsOwnFigures(t *testing.T) {
	view := func(id string, v content.View, area string) content.Slide {
		s := league(id)
		s.View, s.Area = v, area
		return s
	}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Cài đặt"), view("communes", content.League, "2024-11/006"),
			view("gauge", content.Gauge, "2024-11/01"), view("league", content.League, "2024-11/01"))
	})
	e := r.join("HK-1")
	on := func(why string, want ...string) {
		t.Helper()
		deadline := time.Now().Add(patience)
		for {
			p := only(e.some(1), protocol.TypeProgramme)
			if len(p) > 0 && slices.Equal(ids(t, p[len(p)-1]), want) {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s: %v is not what is on", why, want)
			}
		}
	}
	on("at first", "a")
	r.release("counts", 10, func(f *figure.Figure) { f.Target = 0 })
	on("with counts of the districts", "a", "league")
	r.release("targets", 20)
	on("with their targets", "a", "gauge", "league")
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.DeleteRelease(ctx, "targets") })
	on("without their targets", "a", "league")
}

// Made-up figures are marked on whatever board they come to, also on one that nobody marked; when
// real ones follow, the mark goes.
func TestSampleFiguresMarkTheirBoard(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, league("league"))
	})
	e := r.join("HK-1")
	let := func(id string, sample bool) {
		r.change(func(ctx context.Context, tx *store.Tx) error {
			f := figure.Figure{Area: area.Key{Period: area.Nov2024, Code: "001"}, Measure: figure.Accounts.ID, Value: 1, Target: 2}
			return tx.PutRelease(ctx, store.Release{
				ID: id, Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: tx.Time(), Source: "Công an thành phố", By: "test", Sample: sample,
			}, []figure.Figure{f})
		})
	}
	marked := func(want bool) {
		t.Helper()
		deadline := time.Now().Add(patience)
		for {
			if p := only(e.some(1), protocol.TypeProgramme); len(p) > 0 {
				var programme content.Programme
				if err := p[len(p)-1].Open(&programme); err != nil {
					t.Fatal(err)
				}
				if len(programme.Slides) == 1 {
					b, err := r.parts.Media.Read(t.Context(), programme.Slides[0].Medium.Digest)
					if err == nil && strings.Contains(string(b), "SỐ LIỆU MẪU") == want {
						return
					}
				}
			}
			if time.Now().After(deadline) {
				t.Fatalf("the board never comes with its mark: %v", want)
			}
		}
	}
	let("real", false)
	marked(false)
	let("made up", true)
	marked(true)
	let("real again", false)
	marked(false)
}

// Figures that are older than the measure allows are on no board, by the setting and by time alone;
// newer ones bring it back.
func TestABoardGoesOffWithItsFigures(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Cài đặt"), league("league"))
	})
	r.release("one", 10)
	e := r.join("HK-1")
	on := func(what string, want ...string) {
		t.Helper()
		for _, f := range slices.Backward(e.some(1)) {
			if f.Type == protocol.TypeProgramme {
				if got := ids(t, f); !slices.Equal(got, want) {
					t.Fatalf("%s: on are %v", what, got)
				}
				return
			}
		}
		t.Fatalf("%s: no programme came", what)
	}
	e.some(3)
	var asOf time.Time
	days := func(n int) {
		r.change(func(ctx context.Context, tx *store.Tx) error {
			m := figure.Accounts
			m.Limits.GoneDays = n
			return tx.PutMeasure(ctx, m)
		})
	}
	r.change(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.DeleteRelease(ctx, "one"); err != nil {
			return err
		}
		asOf = tx.Time().Add(-24*time.Hour + 4*time.Second)
		return tx.PutRelease(ctx, store.Release{ID: "old", Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: asOf, Source: "x", By: "test"},
			[]figure.Figure{{Area: area.Key{Period: area.Nov2024, Code: "001"}, Value: 100, Target: 1000}})
	})
	days(1)
	until := time.Now().Add(30 * time.Second)
	for {
		if time.Now().After(until) {
			t.Fatal("the board stays on with figures of yesterday")
		}
		if p := only(e.some(1), protocol.TypeProgramme); len(p) > 0 && slices.Equal(ids(t, p[len(p)-1]), []string{"a"}) {
			if gone := asOf.Add(24 * time.Hour); p[len(p)-1].From != gone.UnixMilli() {
				t.Errorf("the programme without it is from %d, not from %d", p[len(p)-1].From, gone.UnixMilli())
			}
			break
		}
	}
	days(2)
	on("with another limit", "a", "league")
}
