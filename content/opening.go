package content

import (
	"time"

	"ngatu/content/hours"
)

// Opening is since when a place has which opening hours. They are dated, so that a change of them
// does not rewrite what was.
type Opening struct {
	Place time.Time // [Place.From] of the place
	From  time.Time // zero: from the beginning of the place
	Open  hours.Set
}

// Closed lists when the screen was closed on purpose from one instant to another, by the place and
// the hours that held then. past are its former hours, the oldest first; a place that none of them
// names has had the same hours all the time. Times in a zone that is unknown do not count: its
// hours are unknown too.
func (s Screen) Closed(past []Opening, from, until time.Time) (out []hours.Span) {
	for from.Before(until) {
		place, stands := s.PlaceAt(from)
		end := until
		for _, p := range s.Places {
			if p.From.After(from) && p.From.Before(end) {
				end = p.From
			}
		}
		if stands {
			out = append(out, place.closed(past, from, end)...)
		}
		from = end
	}
	return out
}

// closed is [Screen.Closed] within one place.
func (p Place) closed(past []Opening, from, until time.Time) (out []hours.Span) {
	zone, err := p.Local()
	if err != nil {
		return nil
	}
	for from.Before(until) {
		open, end := p.Open, until
		for _, o := range past {
			switch {
			case !o.Place.Equal(p.From):
			case !o.From.After(from):
				open = o.Open
			case o.From.Before(end):
				end = o.From
			}
		}
		at := from
		for _, span := range open.Open(from, end, zone) {
			if at.Before(span.From) {
				out = append(out, hours.Span{From: at, Until: span.From})
			}
			at = span.Until
		}
		if at.Before(end) {
			out = append(out, hours.Span{From: at, Until: end})
		}
		from = end
	}
	return out
}
