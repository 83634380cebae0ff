package proof

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ngatu/internal/store"
)

// mostScans is how many hours of screens a report goes by: 200 screens around the clock.
const mostScans = 5 * store.MaxPage

// Scans is how often the codes of a screen were opened.
type Scans struct {
	Screen string
	Total  int64
	Hours  []ScanHour // only those with any, the oldest first
}

// ScanHour is one hour of them; At is its start, UTC.
type ScanHour struct {
	At    time.Time
	Count int64
}

// Scans reports how often codes were opened from one instant to another, the screens whose codes
// were opened most in front; screen "" is all of them. It says whether there is more than it read.
func (p *Proof) Scans(ctx context.Context, screen string, from, until time.Time) (out []Scans, total int64, cut bool, err error) {
	all, cut, err := p.readScans(ctx, screen, from, until)
	if err != nil {
		return nil, 0, false, err
	}
	at := map[string]int{}
	for _, one := range all {
		i, known := at[one.Screen]
		if !known {
			i = len(out)
			at[one.Screen] = i
			out = append(out, Scans{Screen: one.Screen})
		}
		total += one.Count
		out[i].Total += one.Count
		out[i].Hours = append(out[i].Hours, ScanHour{one.Hour, one.Count})
	}
	slices.SortFunc(out, func(a, b Scans) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Screen, b.Screen))
	})
	return out, total, cut, nil
}

// readScans reads page by page.
func (p *Proof) readScans(ctx context.Context, screen string, from, until time.Time) (out []store.Scans, cut bool, err error) {
	var after store.Scans
	for len(out) < mostScans {
		some, err := p.store.ScansBetween(ctx, screen, from, until, after, store.MaxPage)
		if err != nil {
			return nil, false, err
		}
		out = append(out, some...)
		if len(some) < store.MaxPage {
			return out, false, nil
		}
		after = some[len(some)-1]
	}
	return out, true, nil
}
