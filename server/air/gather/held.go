package gather

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// readHeld reads whether the server is held, and above which number all frames have to be.
func (g *State) readHeld(ctx context.Context, r store.Reader) error {
	all, err := r.SetBacks(ctx)
	for _, b := range all {
		g.Floor = max(g.Floor, b.Continued)
		if b.Continued == 0 {
			g.Held = &b
		}
	}
	return err
}

// CountingTakeovers are the takeovers that screens are sent: while the server is held, only those
// that a person put on, confirmed or ended since then.
func (g *State) CountingTakeovers() (out []content.Takeover) {
	if g.Held == nil {
		return g.Takeovers
	}
	for _, t := range g.Takeovers {
		for _, at := range []time.Time{t.Begun, t.Confirmed, t.Ended} {
			if !at.Before(g.Held.At) {
				out = append(out, t)
				break
			}
		}
	}
	return out
}

// keepEnded keeps of the presses of before those that are in the data no more, because the takeover
// was put on anew or deleted, while the server is held and a screen may still play them: one that
// connects then is told by name what has ended, and of nothing else.
func keepEnded(g *State, before []content.Takeover) {
	if g.Held == nil {
		return
	}
	for _, was := range before {
		same := func(t content.Takeover) bool { return t.PressID() == was.PressID() }
		if slices.ContainsFunc(g.Takeovers, same) {
			continue
		}
		if was.On(g.Now) {
			was.Ended = g.Now
		}
		if g.Now.Before(was.Until().Add(content.MaxTakeover)) {
			g.Takeovers = append(g.Takeovers, was)
		}
	}
}
