package air

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/air/gather"
)

// A server whose database was set back is held: screens may have newer than it knows. Until a
// person continues, nothing is sent that follows from the old state. What people do from then on
// works: a takeover that is put on or ended, a slide that is taken off, a command. Everything else
// is only prepared, and goes out when a person continues, with higher numbers.

// noticeHeld takes in that the server is held from now on, or goes on. The caller holds mu.
func (a *Air) noticeHeld(g *gather.State) {
	missed := g.Floor > a.floor.Swap(g.Floor) && a.gathered.Load() != nil // it was held, and a person continued, between two looks
	was := a.heldBy.Load() != 0
	switch {
	case g.Held != nil && !was:
		a.heldBy.Store(g.Held.Number)
		for key := range a.audiences { // who joins now is sent nothing old
			a.hub.Forget(audienceTopic(key))
		}
		for id := range a.boards {
			a.hub.Forget(boardTopic(id))
		}
		unhear(a)
		a.log.Warn("the data were set back: the server is held until a person continues", "because", g.Held.Because, "from", g.Held.From)
	case g.Held == nil && (was || missed):
		a.heldBy.Store(0)
		clear(a.audiences)
		clear(a.boards)
		unhear(a)
		a.seen.Lock()
		for code, s := range a.screens {
			a.screens[code] = &sentScreen{topics: s.topics, place: s.place} // no hash: every screen is sent everything once more
		}
		a.seen.Unlock()
		a.renewed = true
		a.log.Warn("a person continues: everything is sent again")
	}
}

// Held says whether the server is held.
func (a *Air) Held() bool { return a.heldBy.Load() != 0 }

// mayGo says whether an audience's programme may go out while the server is held: a slide of the
// one before was taken off since then, or one went out since the server is held, for the same
// reason. Its screens show then what this server knows.
func (a *Air) mayGo(ctx context.Context, r *round, d *draft) (bool, error) {
	since := r.Held.Number
	if last, known := a.audiences[d.key]; known {
		return !last.sent.IsZero() && last.frame.Number >= since || slices.ContainsFunc(last.programme.Slides, func(s content.Shown) bool {
			return r.offSince(s.ID, r.crowds.ByKey[d.key].Audience, r.Held.At)
		}), nil
	}
	sent, err := a.store.NewestFrame(ctx, protocol.TypeProgramme, d.key)
	if content.CodeOf(err) == content.NotFound { // an audience that a hold made
		c := r.crowds.ByKey[d.key]
		return slices.ContainsFunc(r.Library.Holds, func(h content.Hold) bool { return !h.At.Before(r.Held.At) && h.For(c.Audience) }), nil
	}
	return sent.Number >= since, err
}

// offSince says whether a slide was taken off the screens of an audience since an instant: it is in
// the library no more, or a hold keeps it off that was set since then.
func (r *round) offSince(id string, a content.Audience, since time.Time) bool {
	at := slices.IndexFunc(r.Library.Slides, func(one content.Slide) bool { return one.ID == id })
	return at < 0 || slices.ContainsFunc(r.Library.Holds, func(h content.Hold) bool {
		return !h.At.Before(since) && h.Keeps(r.Library.Slides[at]) && h.For(a)
	})
}

// mustMove says whether a screen is sent its own frame although the server is held: a hold that was
// set since then for an area gives it another audience.
func (r *round) mustMove(screen string) bool {
	p := r.crowds.Stands[screen].Place
	return slices.ContainsFunc(r.Library.Holds, func(h content.Hold) bool { return h.Area != "" && !h.At.Before(r.Held.At) && h.Reaches(p) })
}

// holdBack takes from drafts what may not go out, and remembers it as prepared.
func (a *Air) holdBack(ctx context.Context, r *round, drafts []*draft) (out []*draft, err error) {
	if r.Held == nil {
		return drafts, nil
	}
	for _, d := range drafts {
		goes, err := a.mayGo(ctx, r, d)
		if err != nil {
			return nil, err
		}
		if goes {
			out = append(out, d)
			continue
		}
		frame := protocol.Frame{Hash: d.now.hash, Number: r.Number}
		a.audiences[d.key] = &onAir{plan: d.sum, frame: frame, programme: d.now.programme, boards: protocol.Boards(d.now.programme)}
	}
	return out, nil
}
