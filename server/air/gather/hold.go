package gather

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// readHolds reads the holds that bear on programmes at the time of the last change. They are chosen
// by that time, and not by the present, so that every node has the same ones however late it looks.
func (g *State) readHolds(ctx context.Context, r store.Reader) (err error) {
	g.Library.Holds, err = r.HoldsBearing(ctx, time.UnixMilli(g.Number))
	return err
}

func (g *State) rereadHolds(ctx context.Context, r store.Reader, n news, d *Difference) error {
	old := g.Library.Holds
	stale := func(h content.Hold) bool { return !h.Bears(time.UnixMilli(g.Number)) }
	if !n.holds && !slices.ContainsFunc(old, stale) {
		return nil
	}
	if err := g.readHolds(ctx, r); err != nil {
		return err
	}
	d.Holds = append(without(old, g.Library.Holds), without(g.Library.Holds, old)...)
	return nil
}

// without is all holds that are not among others as they are.
func without(all, others []content.Hold) (out []content.Hold) {
	for _, h := range all {
		if !slices.Contains(others, h) {
			out = append(out, h)
		}
	}
	return out
}
