package fleet

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/hub"
)

// Reception is what becomes of a takeover on a screen that it is for.
type Reception string

// The receptions of a takeover. A screen is in one of them; one that has painted it stays so.
const (
	Painted   Reception = "painted"    // its player has said so
	Waiting   Reception = "waiting"    // its player is here and has not painted it yet
	KeptDark  Reception = "closed"     // here, and dark by its hours through a drill
	Outranked Reception = "overridden" // here, and another takeover rules it
	Unheard   Reception = "silent"     // no player of its is here
)

// Receptions are all of them, in the order in which lists have them: what staff have to see to
// first.
var Receptions = []Reception{Unheard, Waiting, Outranked, KeptDark, Painted}

// Receipts is what becomes of a press of a takeover that is on, on each of its screens, as of this
// look; kept is what was known before.
func (v *View) Receipts(t content.Takeover, kept []store.Receipt) (out []store.Receipt) {
	painted := map[string]store.Receipt{}
	for _, r := range kept {
		if !r.Painted.IsZero() {
			painted[r.Screen] = r
			out = append(out, r)
		}
	}
	for _, s := range v.snapshot.Screens() {
		one := v.Of(s)
		if _, has := painted[s.Code]; has || !one.Stands || !t.Reaches(one.Place) {
			continue
		}
		r := store.Receipt{Press: t.PressID(), Begun: t.Begun, Screen: s.Code, At: v.now}
		r.Painted = paintedSince(v.players[s.Code], t)
		r.State = string(receptionOf(one, t, !r.Painted.IsZero(), v.now))
		out = append(out, r)
	}
	return out
}

// Reach is on how many screens a takeover would be.
func (v *View) Reach(t content.Takeover) (n int) {
	for _, s := range v.snapshot.Screens() {
		if p, stands := s.PlaceAt(v.now); stands && t.Reaches(p) {
			n++
		}
	}
	return n
}

func receptionOf(s Status, t content.Takeover, painted bool, now time.Time) Reception {
	switch {
	case painted:
		return Painted
	case s.Here == nil:
		return Unheard
	case s.Ruled.Press != t.PressID():
		return Outranked
	case t.Drill && s.Place.Closed(now):
		return KeptDark
	}
	return Waiting
}

// paintedSince is when the first of a screen's players painted a press of a takeover; zero where
// none did. The number of its frame says of which time it is: numbers are the server's time,
// and a player's clock may be behind.
func paintedSince(players []hub.Presence, t content.Takeover) time.Time {
	var first time.Time
	for _, p := range players {
		st := p.Status
		if st == nil || st.Takeover < t.Begun.UnixMilli() || st.Slide != t.PressID() || st.Painted == 0 {
			continue
		}
		if at := time.UnixMilli(max(st.Painted, t.Begun.UnixMilli())); first.IsZero() || at.Before(first) {
			first = at
		}
	}
	return first
}

// watchEvery is how often receipts of takeovers that are on are looked at.
const watchEvery = 2 * time.Second

// rememberEach is how many looks later it is read again which screens are enrolled, where nobody has
// opened a page that shows it.
const rememberEach = 15

// watch keeps what becomes of takeovers on their screens until ctx ends.
func (f *Fleet) watch(ctx context.Context) {
	kept := map[string]map[string]store.Receipt{} // by press, then by screen
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if n%rememberEach == 0 {
			if err := f.remember(ctx); err != nil && ctx.Err() == nil {
				f.log.Warn("which screens are enrolled could not be read; it is tried again", "error", err)
			}
		}
		if !f.store.Nodes.Making() { // of several nodes one keeps them, of all screens
			continue
		}
		if err := f.keepReceipts(ctx, kept); err != nil && ctx.Err() == nil {
			f.log.Warn("receipts of a takeover could not be kept; it is tried again", "error", err)
		}
	}
}

// keepReceipts writes the receipts that differ from those that were kept.
func (f *Fleet) keepReceipts(ctx context.Context, kept map[string]map[string]store.Receipt) error {
	on, err := f.store.Presses(ctx)
	if err != nil {
		return err
	}
	var v *View
	here := map[string]bool{}
	for _, t := range on {
		if !t.On(f.now()) {
			continue
		}
		if v == nil {
			if v, err = f.Look(ctx); err != nil {
				return err
			}
		}
		here[t.PressID()] = true
		if err := f.keepThose(ctx, kept, v.Receipts(t, nil)); err != nil {
			return err
		}
	}
	for id := range kept {
		if !here[id] {
			delete(kept, id)
		}
	}
	return nil
}

func (f *Fleet) keepThose(ctx context.Context, kept map[string]map[string]store.Receipt, now []store.Receipt) error {
	var differ []store.Receipt
	for _, r := range now {
		old, known := kept[r.Press][r.Screen]
		again := known && old.Begun.Equal(r.Begun)
		if again && (old.State == r.State || !old.Painted.IsZero()) {
			continue
		}
		differ = append(differ, r)
	}
	if len(differ) == 0 {
		return nil
	}
	if err := f.store.PutReceipts(ctx, differ); err != nil {
		return err
	}
	for _, r := range differ {
		if kept[r.Press] == nil {
			kept[r.Press] = map[string]store.Receipt{}
		}
		kept[r.Press][r.Screen] = r
	}
	return nil
}
