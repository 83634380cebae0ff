package intake

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"ngatu/content"
)

// size is a canvas as renditions know it: its pixels.
type size struct {
	width, height int
	moves         bool // a screen of this size may show video: it does not stand in the street
}

// inUse remembers the canvases in use: with thousands of screens they are not read again for every file.
type inUse struct {
	mu    sync.Mutex
	sizes []size
	until time.Time
}

// remembered is how long. A screen that is new within it gets its renditions from Run, which forgets them at once.
const remembered = 2 * time.Second

func (u *inUse) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.until = time.Time{}
}

// canvases lists the canvases of all places that hold now or will, each size once, the smallest first. A place that is
// over needs nothing any more.
func (in *Intake) canvases(ctx context.Context) ([]size, error) {
	u := &in.inUse
	u.mu.Lock()
	defer u.mu.Unlock()
	if time.Now().Before(u.until) {
		return u.sizes, nil
	}
	screens, err := in.Store.AllScreens(ctx)
	if err != nil {
		return nil, err
	}
	now, err := in.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	u.sizes, u.until = sizesOf(screens, now), time.Now().Add(remembered)
	return u.sizes, nil
}

func sizesOf(screens []content.Screen, now time.Time) []size {
	moves := map[size]bool{}
	for _, s := range screens {
		for i, p := range s.Places {
			if i+1 < len(s.Places) && !s.Places[i+1].From.After(now) {
				continue // the next one has begun
			}
			key := size{width: p.Canvas.Width, height: p.Canvas.Height}
			moves[key] = moves[key] || !p.Venue.Street()
		}
	}
	sizes := make([]size, 0, len(moves))
	for s, m := range moves {
		s.moves = m
		sizes = append(sizes, s)
	}
	slices.SortFunc(sizes, func(a, b size) int {
		return cmp.Or(cmp.Compare(a.width*a.height, b.width*b.height), cmp.Compare(a.width, b.width))
	})
	return sizes
}

// moving keeps the sizes that may show video.
func moving(sizes []size) []size {
	var kept []size
	for _, s := range sizes {
		if s.moves {
			kept = append(kept, s)
		}
	}
	return kept
}
