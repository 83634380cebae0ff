package studio

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ngatu/internal/store"
)

// mostScans is how many hours of screens a page reckons with: 200 screens around the clock.
const mostScans = 5 * store.MaxPage

// scanLine is how often the codes of a screen were opened.
type scanLine struct {
	Screen string
	Total  int64
	Hours  []scanHour
}

type scanHour struct {
	Hour  string // local, such as 08:00
	Count int64
}

func (s *Studio) fillScans(ctx context.Context, v *playsView, from, until time.Time) error {
	all, cut, err := s.readScans(ctx, v.Screen, from, until)
	if err != nil {
		return err
	}
	z, at := zone(v.Zone), map[string]int{}
	v.ScanCut = cut
	for _, one := range all {
		i, known := at[one.Screen]
		if !known {
			i = len(v.Scans)
			at[one.Screen] = i
			v.Scans = append(v.Scans, scanLine{Screen: one.Screen})
		}
		v.ScanTotal += one.Count
		v.Scans[i].Total += one.Count
		v.Scans[i].Hours = append(v.Scans[i].Hours, scanHour{one.Hour.In(z).Format("15:04"), one.Count})
	}
	slices.SortFunc(v.Scans, func(a, b scanLine) int { // the screens whose codes were opened most in front
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Screen, b.Screen))
	})
	return nil
}

// readScans reads how often codes were opened from one instant to another, by screen and hour; screen "" is all of them. It
// says whether there is more than it read.
func (s *Studio) readScans(ctx context.Context, screen string, from, until time.Time) (out []store.Scans, cut bool, err error) {
	var after store.Scans
	for len(out) < mostScans {
		some, err := s.Store.ScansBetween(ctx, screen, from, until, after, store.MaxPage)
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
