package draw

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
)

func local(t *testing.T) *time.Location {
	t.Helper()
	zone, err := content.Zone(content.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestDark(t *testing.T) {
	zone := local(t)
	day := func(d, h int) time.Time { return time.Date(2026, 11, d, h, 0, 0, 0, zone) }
	office := hours.Set{Parts: []hours.Part{{From: 8 * 60, Until: 17 * 60}}}
	night := hours.Set{Parts: []hours.Part{{From: 18 * 60, Until: 6 * 60}}}
	for _, c := range []struct {
		name        string
		open        hours.Set
		from, until time.Time
		want        []time.Time
	}{
		{"office hours", office, day(2, 0), day(4, 0), []time.Time{day(2, 0), day(2, 8), day(2, 17), day(3, 8), day(3, 17), day(4, 0)}},
		{"through the night", night, day(2, 0), day(3, 0), []time.Time{day(2, 6), day(2, 18)}},
		{"closed on a date", hours.Set{Except: []hours.Exception{{Date: "2026-11-03"}}}, day(2, 0), day(5, 0), []time.Time{day(3, 0), day(4, 0)}},
	} {
		var want [][2]int64
		for i := 0; i < len(c.want); i += 2 {
			want = append(want, [2]int64{c.want[i].UnixMilli(), c.want[i+1].UnixMilli()})
		}
		if got := dark(c.open, c.from, c.until, zone); !slices.Equal(got, want) {
			t.Errorf("%s: dark %v, want %v", c.name, got, want)
		}
	}
}

func TestWindow(t *testing.T) {
	zone := local(t)
	monday := time.Date(2026, 11, 23, 0, 0, 0, 0, zone)
	seen := map[time.Duration]bool{}
	for i := range 200 {
		key := fmt.Sprintf("%016x", i*7919)
		late := lateness(key)
		seen[late] = true
		if late < time.Hour || late >= 5*time.Hour {
			t.Fatalf("%v is not in the small hours", late)
		}
		from, until, next := Window(monday.Add(late-time.Second), zone, key)
		if !from.Equal(monday.AddDate(0, 0, -7)) || !next.Equal(monday.Add(late)) || !until.Equal(from.AddDate(0, 0, 42)) {
			t.Fatalf("just before %v: %v to %v, next %v", late, from, until, next)
		}
		if from, _, next = Window(next, zone, key); !from.Equal(monday) || !next.Equal(monday.AddDate(0, 0, 7).Add(late)) {
			t.Fatalf("at %v: %v, next %v", late, from, next)
		}
	}
	if len(seen) < 100 {
		t.Errorf("200 audiences change at only %d different minutes", len(seen))
	}
}
