package rendition

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/store"
)

// size is a canvas as renditions know it: its pixels.
type size struct {
	width, height int
	least         int  // pixels of capitals that are read there: for labels
	moves         bool // a screen of this size may show video: it does not stand in the street
}

// inUse remembers the canvases in use: with thousands of screens they are not read again for every
// file and every change of a slide. The log tells whether a screen has changed since.
type inUse struct {
	mu     sync.Mutex
	sizes  []size
	number int64     // of the last change that was looked at
	until  time.Time // zero: nothing is remembered
}

// remembered is how long they hold while no screen changes: a place may begin meanwhile. mostLines
// is how much of the log is looked through for one; a longer one is as much work as the screens.
const (
	remembered = time.Minute
	mostLines  = 200
)

func (u *inUse) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.until = time.Time{}
}

// canvases lists the canvases of all places that hold now or will, each size once that is read from
// as far, the smallest first. A place that is over needs nothing any more.
func (mk *Maker) canvases(ctx context.Context) ([]size, error) {
	u := &mk.inUse
	u.mu.Lock()
	defer u.mu.Unlock()
	if hold, err := u.hold(ctx, mk.Store); hold || err != nil {
		return u.sizes, err
	}
	number, err := mk.Store.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	screens, err := mk.Store.AllScreens(ctx)
	if err != nil {
		return nil, err
	}
	now, err := mk.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	u.sizes, u.number, u.until = sizesOf(screens, now), number, time.Now().Add(remembered)
	return u.sizes, nil
}

// hold says whether what is remembered holds.
func (u *inUse) hold(ctx context.Context, from *store.Store) (bool, error) {
	if !time.Now().Before(u.until) {
		return false, nil
	}
	lines, err := from.Changes(ctx, u.number, mostLines)
	if err != nil || len(lines) == 0 {
		return err == nil, err
	}
	u.number = lines[len(lines)-1].Number
	if len(lines) >= mostLines || slices.ContainsFunc(lines, func(l store.Change) bool { return l.Noun == store.NounScreen }) {
		u.until = time.Time{}
		return false, nil
	}
	return true, nil
}

func sizesOf(screens []content.Screen, now time.Time) []size {
	moves := map[size]bool{}
	for _, s := range screens {
		for i, p := range s.Places {
			if i+1 < len(s.Places) && !s.Places[i+1].From.After(now) {
				continue // the next one has begun
			}
			key := size{width: p.Canvas.Width, height: p.Canvas.Height, least: layout.LeastCap(p.Canvas)}
			moves[key] = moves[key] || !p.Venue.Street()
		}
	}
	sizes := make([]size, 0, len(moves))
	for s, m := range moves {
		s.moves = m
		sizes = append(sizes, s)
	}
	slices.SortFunc(sizes, func(a, b size) int {
		return cmp.Or(cmp.Compare(a.width*a.height, b.width*b.height), cmp.Compare(a.width, b.width), cmp.Compare(a.least, b.least))
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
