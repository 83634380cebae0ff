package answer

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/spread"
)

// Outlook is what a campaign shows, or would show with other dates, hours, share, screens or
// sequence, of the slides that are live.
type Outlook struct {
	Screens int           // that it is for
	Shows   int           // of these: show a slide of it at some time in the weeks that programmes reach
	First   time.Time     // when one comes on for the first time; zero: none does
	FirstOn int           // on how many screens within that second
	All     time.Time     // when one has come on on each screen that shows any
	Least   time.Duration // of an hour, where and when it runs and has least
	Most    time.Duration // the same, where and when it has most
	Shapes  []Shape       // by size of screen, those of most screens first
}

// Shape is a size of screen with what a campaign shows there.
type Shape struct {
	content.Canvas
	Screens int
	Slides  []string // IDs, in the campaign's order
	Lacking []string // IDs of live ones that are meant for such screens and have no turn there
}

// OutlookOf answers of a campaign as it might be, from an instant on. Screens whose time zone is
// unknown show nothing.
func OutlookOf(ctx context.Context, s *Snapshot, c content.Campaign, from time.Time) (Outlook, error) {
	s.foreseen.Add(1)
	if c.Valid.From.After(from) {
		from = c.Valid.From
	}
	would, err := With(s, c)
	if err != nil {
		return Outlook{}, err
	}
	v := outlooks{Snapshot: would, campaign: c, from: from, places: map[string]int{}, firsts: map[int64]int{}, sizes: map[[2]int]*size{}, runs: map[window]*run{}}
	for _, one := range would.state.Library.Slides {
		if one.Campaign == c.ID && one.Kind != content.Guide {
			v.slides = append(v.slides, one)
		}
	}
	slices.SortFunc(v.slides, c.InOrder(v.slides))
	for i, one := range v.slides {
		v.places[one.ID] = i
	}
	var keys []string
	for key, one := range v.crowds.ByKey {
		if one.Audience.Wants(c.Targets) {
			keys = append(keys, key)
		}
	}
	spread.Each(ctx, keys, func(key string) { v.add(ctx, key) })
	return v.outlook(), ctx.Err()
}

// Foreseen is how many outlooks a snapshot has worked out so far, for whoever asked.
func Foreseen(s *Snapshot) int64 { return s.foreseen.Load() }

// outlook is what was counted.
func (v *outlooks) outlook() Outlook {
	out := v.out
	for at := range v.firsts {
		if out.First.IsZero() || at < out.First.UnixMilli() {
			out.First = time.UnixMilli(at).UTC()
		}
		if at > out.All.UnixMilli() {
			out.All = time.UnixMilli(at).UTC()
		}
	}
	for at, n := range v.firsts {
		if at < out.First.UnixMilli()+1000 {
			out.FirstOn += n
		}
	}
	for _, one := range v.sizes {
		shape := Shape{Canvas: one.canvas, Screens: one.screens}
		for i, slide := range v.slides {
			switch {
			case one.on[i]:
				shape.Slides = append(shape.Slides, slide.ID)
			case one.meant[i]:
				shape.Lacking = append(shape.Lacking, slide.ID)
			}
		}
		out.Shapes = append(out.Shapes, shape)
	}
	slices.SortFunc(out.Shapes, func(a, b Shape) int {
		return cmp.Or(b.Screens-a.Screens, b.Width-a.Width, b.Height-a.Height)
	})
	return out
}
