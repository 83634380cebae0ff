package takeover

import (
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// TestTakeoverSeen: a receipt counts when it is of this time; a screen that is dark by its hours is
// waited for, except in a drill; one that is not connected is never taken for dark.
func TestTakeoverSeen(t *testing.T) {
	now := time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC) // six in the morning
	night := hours.Set{Parts: []hours.Part{{Days: hours.EveryDay, From: 22 * 60, Until: hours.Midnight}}}
	at := func(code string, open hours.Set) content.Screen {
		return content.Screen{Code: code, Places: []content.Place{{Zone: content.DefaultZone, Open: open}}}
	}
	one := content.Takeover{ID: "t", State: content.Approved, Begun: now.Add(-time.Minute), Confirmed: now.Add(-time.Minute), Lasts: time.Hour}
	painted := func(ago time.Duration) *protocol.Status {
		return &protocol.Status{Takeover: 7, Painted: now.Add(-ago).UnixMilli()}
	}
	for name, c := range map[string]struct {
		drill  bool
		open   hours.Set
		here   bool
		status *protocol.Status
		want   seen
	}{
		"painted":              {here: true, status: painted(59 * time.Second), want: seen{Here: 1, Shown: 1, Latest: time.Second}},
		"painted the last one": {here: true, status: painted(time.Hour), want: seen{Here: 1}},
		"not yet":              {here: true, want: seen{Here: 1}},
		"away":                 {want: seen{}},
		"dark":                 {open: night, here: true, want: seen{Here: 1}},
		"dark, a drill":        {drill: true, open: night, here: true, want: seen{Dark: 1}},
		"dark and away":        {drill: true, open: night, want: seen{}},
	} {
		t.Run(name, func(t *testing.T) {
			one := one
			one.Drill = c.drill
			l := lookRound{now: now, screens: []content.Screen{at("S", c.open)}, on: []content.Takeover{one}, here: map[string][]hub.Presence{}}
			if c.here {
				l.here["S"] = []hub.Presence{{Screen: "S", Status: c.status}}
			}
			c.want.ID, c.want.On, c.want.All = "t", true, 1
			if got := l.seen(one); got != c.want {
				t.Errorf("%+v, not %+v", got, c.want)
			}
		})
	}
}
