package content

import "time"

// soon is how long before an end its people are told.
const soon = 7 * 24 * time.Hour

// EndsSoon reports whether an end is so near that its people have to think of what comes after; the
// zero time is no end.
func EndsSoon(end, now time.Time) bool { return end.After(now) && !end.After(now.Add(soon)) }

// Bound is the slide with what it takes from its campaign: one that counts to the campaign's end
// has that as its deadline, so moving the end changes no slide.
func (s Slide) Bound(c Campaign) Slide {
	if s.ToEnd {
		s.Deadline = c.Valid.Until
	}
	return s
}

// DayAfter is noon of the day after an end, by the clock of a zone. An end at midnight is that of
// the day before.
func DayAfter(end time.Time, zone *time.Location) time.Time {
	y, m, d := end.Add(-time.Millisecond).In(zone).Date()
	return time.Date(y, m, d+1, 12, 0, 0, 0, zone)
}
