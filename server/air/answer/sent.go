package answer

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// Every frame that was sent is kept with the time it held. An instant that is over is answered by
// these, and is not worked out again: slides may have changed since, holds been lifted, takeovers
// ended.

// record reads what was sent. Its methods may be called by any goroutine.
type record struct {
	store  *store.Store
	opened *lru.Cache[string, *content.Programme] // by hash, and by audience and instant
	last   atomic.Pointer[takeoversAt]
}

func newRecord(st *store.Store) (*record, error) {
	opened, err := lru.New[string, *content.Programme](mostProgrammes)
	return &record{store: st, opened: opened}, err
}

// sent is what a screen had been sent by an instant.
type sent struct {
	screen    protocol.Screen
	programme *content.Programme
	takeover  *protocol.Takeover // that ruled it then; nil: none did
}

// by is what a screen had been sent by an instant; nil where nothing is kept of it: it was not there
// yet, or joined no audience.
func (s *record) by(ctx context.Context, code string, at time.Time) (*sent, error) {
	out := &sent{programme: new(content.Programme)}
	if _, held, err := s.heldAt(ctx, protocol.TypeScreen, code, at, &out.screen); err != nil || !held {
		return nil, err
	}
	if known, err := s.programme(ctx, out, at); err != nil || !known {
		return nil, err
	}
	var err error
	out.takeover, err = s.takeover(ctx, out.screen, at)
	return out, err
}

// heldAt reads the frame of a thing that held at an instant, and says whether there was one.
func (s *record) heldAt(ctx context.Context, about protocol.Type, thing string, at time.Time, body any) (f protocol.Frame, held bool, err error) {
	one, err := s.store.FrameAt(ctx, about, thing, at)
	if content.CodeOf(err) == content.NotFound {
		return f, false, nil
	}
	if err == nil && body != nil {
		err = one.Open(body)
	}
	return one.Frame, err == nil, err
}

// programme reads the programme of the screen's audience of then. Programmes are large, and
// neighbouring instants have the same.
func (s *record) programme(ctx context.Context, out *sent, at time.Time) (known bool, err error) {
	then := fmt.Sprintf("%s@%d", out.screen.Audience, at.UnixMilli())
	if p, read := s.opened.Get(then); read {
		out.programme = p
		return true, nil
	}
	f, held, err := s.heldAt(ctx, protocol.TypeProgramme, out.screen.Audience, at, nil)
	if err != nil || !held {
		return false, err
	}
	if p, read := s.opened.Get(f.Hash); read {
		out.programme = p
	} else if err := f.Open(out.programme); err != nil {
		return false, err
	}
	s.opened.Add(f.Hash, out.programme)
	s.opened.Add(then, out.programme)
	return true, nil
}

// takeoversAt are the takeovers that had been sent to screens by an instant and that were on then.
type takeoversAt struct {
	at time.Time
	on []protocol.Frame
	by []protocol.Takeover // what these frames say
}

// readAt reads which takeovers were on. Screens are asked of one instant together, so the last
// answer is kept.
func (s *record) readAt(ctx context.Context, at time.Time) (*takeoversAt, error) {
	if last := s.last.Load(); last != nil && last.at.Equal(at) {
		return last, nil
	}
	all, err := s.store.TakeoversSent(ctx, at.Add(-content.MaxTakeover), at)
	if err != nil {
		return nil, err
	}
	newest := map[string]protocol.Frame{}
	for _, f := range all {
		newest[f.For] = f.Frame
	}
	delete(newest, protocol.RollName)
	var roll protocol.Takeover
	_, rolled, err := s.heldAt(ctx, protocol.TypeTakeover, protocol.RollName, at, &roll)
	if err != nil {
		return nil, err
	}
	out := &takeoversAt{at: at}
	for _, f := range newest {
		var t protocol.Takeover
		if err := f.Open(&t); err != nil {
			return nil, err
		}
		switch p := t.Programme; {
		case p == nil || at.UnixMilli() < p.From || at.UnixMilli() >= p.Until:
		case rolled && roll.Roll != nil && t.Reach != nil && roll.Roll.Ends(t.ID, p.From, f.Number):
		default:
			out.on, out.by = append(out.on, f), append(out.by, t)
		}
	}
	s.last.Store(out)
	return out, nil
}

// takeover is the takeover that ruled a screen by what it had been sent; nil for none.
func (s *record) takeover(ctx context.Context, screen protocol.Screen, at time.Time) (*protocol.Takeover, error) {
	all, err := s.readAt(ctx, at)
	if err != nil {
		return nil, err
	}
	var on []protocol.Takeover
	for i, t := range all.by {
		if t.Reach == nil && all.on[i].For == screen.Code || t.Reach != nil && t.Reach.Concerns(screen) {
			on = append(on, t)
		}
	}
	if len(on) == 0 {
		return nil, nil
	}
	rules := slices.MinFunc(on, func(a, b protocol.Takeover) int {
		return cmp.Or(cmp.Compare(b.Rank, a.Rank), cmp.Compare(width(b, screen), width(a, screen)), cmp.Compare(b.Programme.From, a.Programme.From), cmp.Compare(a.ID, b.ID))
	})
	return &rules, nil
}

// width is how wide the area is for which a takeover was sent to a screen.
func width(t protocol.Takeover, screen protocol.Screen) int {
	if t.Reach == nil || t.Reach.Area == content.Everywhere {
		return len(screen.Areas)
	}
	return slices.Index(screen.Areas, t.Reach.Area)
}

// put fills in what a screen had been sent, but for its hours: those are dated by themselves.
func (w *sent) put(on *On, at time.Time) {
	on.Sent = true
	if t := w.takeover; t != nil {
		on.Takeover, on.Press, on.Drill, on.PressUntil = content.TakeoverOf(t.ID), t.ID, t.Drill, time.UnixMilli(t.Programme.Until).UTC()
		if t.Reach != nil {
			on.PressArea = t.Reach.Area
		}
	}
	on.show(w.programme, at)
}

// times are the instants, after from and before until, at which a screen was sent something
// else that bears on what is on.
func (s *record) times(ctx context.Context, code string, from, until time.Time) (out []time.Time, err error) {
	if out, err = s.store.FrameTimes(ctx, protocol.TypeScreen, code, from, until); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, at := range append([]time.Time{from}, out...) {
		var screen protocol.Screen
		_, held, err := s.heldAt(ctx, protocol.TypeScreen, code, at, &screen)
		if err != nil {
			return nil, err
		}
		if !held || seen[screen.Audience] {
			continue
		}
		seen[screen.Audience] = true
		times, err := s.store.FrameTimes(ctx, protocol.TypeProgramme, screen.Audience, from, until)
		if err != nil {
			return nil, err
		}
		out = append(out, times...)
	}
	borders, err := s.store.TakeoverBorders(ctx, from.Add(-content.MaxTakeover), until)
	return append(out, borders...), err
}

// Glass is what was on the glass of a screen at an instant that is over, by what it had been sent:
// a medium, or a layout that travelled inside its frame.
type Glass struct {
	Preview
	Medium content.Ref // zero: the layout is in Preview, or the safe card was on
	Laid   bool        // it is
}

// SentGlass is what a screen had been sent to show at an instant; false where nothing is kept of
// it, and of an instant that is not over.
func SentGlass(ctx context.Context, s *Snapshot, code string, at time.Time) (g Glass, known bool, err error) {
	if !s.Past(at) {
		return g, false, nil
	}
	was, err := s.record.by(ctx, code, at)
	if err != nil || was == nil {
		return g, false, err
	}
	g.Fills, g.Codes = was.screen.Fills, was.screen.Codes
	if was.takeover != nil {
		for _, b := range was.takeover.Layouts { // it has one slide
			return g, true, g.lay(b)
		}
	}
	slot := was.programme.At(at.UnixMilli())
	if slot.Slide < 0 {
		return g, true, nil
	}
	one := was.programme.Slides[slot.Slide]
	if g.Medium = one.Medium; one.Still != nil && one.Kind == content.Video {
		g.Medium = *one.Still
	}
	if one.Board != "" {
		var f protocol.Figures
		if _, held, err := s.record.heldAt(ctx, protocol.TypeFigures, one.Board, at, &f); err != nil {
			return g, false, err
		} else if held {
			g.Cells, g.Stale = ownCells(f.Cells, was.screen.Areas), time.UnixMilli(f.Stale)
		}
	}
	return g, true, nil
}

func (g *Glass) lay(b json.RawMessage) error {
	g.Laid = true
	return json.Unmarshal(b, &g.Layout)
}

// Read is the glass with a layout that was kept as a medium.
func (g Glass) Read(b []byte) (Glass, error) {
	g.Layout = layout.Layout{}
	return g, g.lay(b)
}
