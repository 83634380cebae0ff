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
		if b.Continued == 0 {
			g.Held = &b
			continue
		}
		floor, err := floorOf(ctx, r, b)
		if err != nil {
			return err
		}
		g.Floor = max(g.Floor, floor)
	}
	return err
}

// floorOf is the number that frames of before bear once a person has continued: above all that
// screens may have, and below that of the change by which the person did. What follows from that
// one is another body, and several nodes may be at either.
func floorOf(ctx context.Context, r store.Reader, b store.SetBack) (int64, error) {
	if b.Highest < b.Number {
		return b.Number, nil
	}
	return r.ChangeAbove(ctx, b.Highest) // held once more, by what was shown meanwhile
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

// readTakeovers reads every press that may be on, what may be put on, and what has ended while the
// server is held.
func (g *State) readTakeovers(ctx context.Context, r store.Reader) (err error) {
	if g.Takeovers, err = r.Presses(ctx); err != nil {
		return err
	}
	if g.Ready, err = r.TakeoversReady(ctx); err != nil || g.Held == nil {
		return err
	}
	gone, err := readGone(ctx, r, g)
	g.Takeovers = append(g.Takeovers, gone...)
	return err
}

// readGone reads from the log the presses that are in the data no more, because their takeover was
// put on anew or deleted while the server is held: a screen that still plays one is told by name
// that it has ended, and of nothing else. What went longer ago than a takeover lasts is over on
// every screen.
func readGone(ctx context.Context, r store.Reader, g *State) (gone []content.Takeover, err error) {
	changes, err := r.TakeoverChanges(ctx, g.Held.Number, g.Now.Add(-content.MaxTakeover))
	for _, c := range changes {
		for _, press := range c.Was.Presses() {
			if hasPress(c.Is.Presses(), press) || hasPress(g.Takeovers, press) {
				continue
			}
			if press.On(c.At) {
				press.Ended = c.At
			}
			gone = append(gone, press)
		}
	}
	return gone, err
}

func hasPress(all []content.Takeover, press content.Takeover) bool {
	return slices.ContainsFunc(all, func(t content.Takeover) bool { return t.PressID() == press.PressID() })
}
