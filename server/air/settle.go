package air

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/hub"
)

// What this server alone shows enters once the database is back, and then settles: the maker's frames
// take over from its own.

// settleWithin is how long the maker may take to make the frames of what has entered: where the
// outage took the maker too, the next one takes the lease first, which lasts up to 20 s, and then
// looks at everything. Until then screens here keep what they show.
const settleWithin = time.Minute

// enterHere has what was put on here enter, and gives the number of the last change by then. One that
// cannot enter yet, though the database answers, must not keep the city from everything else: it is
// tried again soon, and screens here keep it.
func enterHere(ctx context.Context, a *Air, number int64) (int64, error) {
	if a.here.Enter == nil {
		return number, nil
	}
	entered, err := a.here.Enter(ctx)
	if store.Silent(err) || ctx.Err() != nil {
		return number, err
	}
	if a.apart == nil {
		a.left = append(a.left, entered...)
	}
	if err != nil {
		a.log.Error("what was put on here without the database does not enter yet; everything else goes on", "error", err)
		a.again = true
	} else if a.apart != nil && a.apart.entered.IsZero() {
		a.apart.entered = time.Now()
	}
	if len(entered) > 0 {
		return a.store.Nodes.Look(ctx)
	}
	return number, nil
}

// settleLeft ends on the screens here what a run before had put on and the gate has refused since:
// this server does not show it any more, and its screens may.
func settleLeft(a *Air) error {
	left := a.left
	a.left = nil
	gone := endedOf(a, left, a.scene.State.Now)
	if len(gone) == 0 {
		return nil
	}
	p := &apart{number: a.scene.State.Number, state: a.scene.State}
	if _, err := rollHere(a, p, gone, 0); err != nil {
		return err
	}
	a.ended.Store(&p.roll)
	return a.hub.SendAll([]hub.Post{{Screens: relay{a}.standing(func(*content.Place) bool { return true }), Frame: p.roll}})
}

// endedOf are those of some presses that are not on by what was gathered, as ended at an instant.
func endedOf(a *Air, presses []content.Takeover, at time.Time) (gone []content.Takeover) {
	on := map[string]bool{}
	for _, t := range a.scene.State.CountingTakeovers() {
		on[t.PressID()] = t.On(a.scene.State.Now)
	}
	for _, t := range presses {
		if !on[t.PressID()] {
			t.Ended = at
			gone = append(gone, t)
		}
	}
	return gone
}

// settleHere ends what this server alone shows, once the maker has made the same: what has not
// entered, or has ended since, ends on the screens here, and the maker's roll, which was held back,
// goes out behind the frames that it names.
func settleHere(a *Air) error {
	if a.again {
		a.again = false
		a.wake(retry)
	}
	p := a.apart
	switch {
	case a.scene == nil:
		return nil
	case p == nil:
		return settleLeft(a)
	case p.entered.IsZero():
		return nil
	}
	waits := false
	for kind := range p.own {
		_, made := p.heard.each[kind]
		waits = waits || !made && slices.ContainsFunc(a.scene.State.CountingTakeovers(), func(t content.Takeover) bool {
			return t.PressID() == kind.press && t.On(a.scene.State.Now)
		})
	}
	if waits && a.relays && time.Since(p.entered) < settleWithin {
		return nil
	}
	shown := slices.DeleteFunc(slices.Clone(p.state.Takeovers), func(t content.Takeover) bool { return p.on.On[t.PressID()] == 0 })
	var posts []hub.Post
	everybody := relay{a}.standing(func(*content.Place) bool { return true })
	if gone := endedOf(a, shown, p.state.Now); len(gone) > 0 {
		// Numbers of the database again: a roll of the maker that comes next must not look older.
		p.number = a.scene.State.Number
		if _, err := rollHere(a, p, gone, 0); err != nil {
			return err
		}
		posts = append(posts, hub.Post{Screens: everybody, Frame: p.roll})
	}
	if p.heard.roll.Hash != "" {
		posts = append(posts, hub.Post{Screens: everybody, Frame: p.heard.roll})
	}
	a.apart = nil
	a.takeovers.Store(p.heard)
	a.answers.Forget()
	a.ended.Store(&p.roll)
	return a.hub.SendAll(posts)
}
