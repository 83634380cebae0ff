package store

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
)

// Hours that are set today hold from today on: the night before was dark by those of then, or by
// none.
func TestOpeningHoursAreDated(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		put := func(open hours.Set) time.Time {
			var now time.Time
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				now = tx.Time()
				later := content.Place{From: now.AddDate(0, 0, 1), Zone: content.DefaultZone, Open: open}
				return tx.PutScreen(ctx, content.Screen{Code: "HK-1", Places: []content.Place{{Zone: content.DefaultZone, Open: open}, later}})
			})
			return now
		}
		openings := func() []content.Opening {
			return must[[]content.Opening](t)(s.Openings(t.Context(), "HK-1"))
		}
		put(hours.Set{})
		put(hours.Set{Parts: []hours.Part{}})
		if all := openings(); len(all) != 0 {
			t.Fatalf("the same hours were noted: %+v", all)
		}
		day := hours.Set{Parts: []hours.Part{{From: 6 * 60, Until: 22 * 60}}}
		first := put(day)
		time.Sleep(2 * time.Millisecond) // hours that come in one millisecond are one change of them
		second := put(hours.Set{Parts: []hours.Part{{From: 7 * 60, Until: 21 * 60}}})
		all := openings()
		if len(all) != 3 || !all[0].From.IsZero() || !all[0].Open.Always() || !all[1].From.Equal(first) || !all[2].From.Equal(second) || all[2].Open.Parts[0].From != 7*60 {
			t.Fatalf("noted as %+v", all)
		}
		screen := must[content.Screen](t)(s.Screen(t.Context(), "HK-1"))
		if dark := screen.Closed(all, first.AddDate(0, 0, -3), first); len(dark) != 0 {
			t.Errorf("before any hours were set it was closed at %v", dark)
		}
		if dark := screen.Closed(all, second, second.AddDate(0, 0, 1)); len(dark) == 0 {
			t.Error("with hours it is never closed")
		}
	})
}

func TestPresence(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, then := t.Context(), time.UnixMilli(1_700_000_000_000).UTC()
		if at := must[time.Time](t)(s.Awake(ctx)); !at.IsZero() {
			t.Errorf("a new server was awake at %v", at)
		}
		var many []Presence
		for i := range 200 {
			many = append(many, Presence{Screen: string(rune('A'+i%26)) + string(rune('a'+i/26)), Here: true, At: then})
		}
		for _, all := range [][]Presence{many, {{Screen: "Aa", At: then.Add(time.Hour)}}} {
			if err := s.PutPresences(ctx, all); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.SayAwake(ctx, then); err != nil {
			t.Fatal(err)
		}
		if err := s.SayAwake(ctx, then.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		all := must[[]Presence](t)(s.Presences(ctx))
		if len(all) != 200 || all[0] != (Presence{"Aa", false, then.Add(time.Hour)}) || all[1] != (Presence{"Ab", true, then}) {
			t.Errorf("%d are kept, first %+v", len(all), all[:2])
		}
		if at := must[time.Time](t)(s.Awake(ctx)); !at.Equal(then.Add(time.Minute)) {
			t.Errorf("awake at %v", at)
		}
		if last := must[int64](t)(s.LastChange(ctx)); last != 0 {
			t.Error("who comes and goes is in the log of changes")
		}
	})
}
