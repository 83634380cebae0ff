package content

import "time"

// WindowWeeks is how many weeks a programme reaches.
const WindowWeeks = 6

// Window is the stretch that a programme gathered at now is resolved for: from the midnight, by the
// zone's clock, of this week's Monday for [WindowWeeks] weeks. The same plan gives the same bytes
// all week.
func Window(now time.Time, zone *time.Location) (from, until time.Time) {
	y, m, d := now.In(zone).Date()
	back := (int(now.In(zone).Weekday()) + 6) % 7
	from = time.Date(y, m, d-back, 0, 0, 0, 0, zone)
	return from, time.Date(y, m, d-back+7*WindowWeeks, 0, 0, 0, 0, zone)
}
