package answer

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ngatu/content"
)

// Turning is what takes turns on the screens of one size at an instant.
type Turning struct {
	Canvas  content.Canvas
	Screens int
	Safe    int      // of these: show the safe card
	Slides  []string // IDs, those on most screens first
}

// TurningOn answers for the screens that targets pick (none: all), by size, those of most screens
// first: what their programmes have, also under a takeover and out of their hours. A screen whose
// time zone is unknown shows the safe card.
func TurningOn(ctx context.Context, s *Snapshot, targets []content.Target, at time.Time) (out []Turning, err error) {
	sizes := map[[2]int]*remains{}
	for key, c := range s.crowds.ByKey {
		if !c.Audience.Wants(targets) {
			continue
		}
		pixels := [2]int{c.Audience.Canvas.Width, c.Audience.Canvas.Height}
		size := sizes[pixels]
		if size == nil {
			size = &remains{Remains: Remains{Canvas: c.Audience.Canvas}, on: map[string]int{}}
			sizes[pixels] = size
		}
		n := len(c.Members)
		size.Screens += n
		ids, _, _ := s.plan(ctx, key, c).On(at)
		for _, id := range ids {
			size.on[id] += n
		}
		if len(ids) == 0 {
			size.Safe += n
		}
	}
	for _, one := range sizes {
		out = append(out, Turning(one.ranked()))
	}
	slices.SortFunc(out, func(a, b Turning) int {
		return cmp.Or(b.Screens-a.Screens, b.Canvas.Width-a.Canvas.Width, b.Canvas.Height-a.Canvas.Height)
	})
	return out, ctx.Err()
}
