package record

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// ruling is the takeover that ruled the screen by what it had been sent; nil for none.
func (d *During) ruling(ctx context.Context, screen protocol.Screen, at time.Time) (*protocol.Takeover, error) {
	newest := map[string]int{}
	for i, f := range d.takeovers {
		if !f.At.After(at) {
			newest[f.For] = i
		}
	}
	var on []*protocol.Takeover
	for _, i := range newest {
		f := d.takeovers[i]
		if at.UnixMilli() >= f.Until {
			continue
		}
		t, err := opened(ctx, d.record.store, d.record.takeovers, f.Hash)
		if err != nil {
			return nil, err
		}
		ended, err := d.ended(ctx, t, f.Number, at)
		if err != nil {
			return nil, err
		}
		if concerns := t.Reach == nil && f.For == screen.Code || t.Reach != nil && t.Reach.Concerns(screen); concerns && !ended {
			on = append(on, t)
		}
	}
	if len(on) == 0 {
		return nil, nil
	}
	return slices.MinFunc(on, func(a, b *protocol.Takeover) int {
		return cmp.Or(cmp.Compare(b.Rank, a.Rank), cmp.Compare(width(b, screen), width(a, screen)), cmp.Compare(b.Programme.From, a.Programme.From), cmp.Compare(a.ID, b.ID))
	}), nil
}

// ended says whether a takeover of a frame of this number was not on at an instant, by its own times
// or by the roll.
func (d *During) ended(ctx context.Context, t *protocol.Takeover, number int64, at time.Time) (bool, error) {
	if p := t.Programme; p == nil || at.UnixMilli() < p.From || at.UnixMilli() >= p.Until {
		return true, nil
	}
	f, held := d.roll.at(at)
	if !held || t.Reach == nil {
		return false, nil
	}
	roll, err := opened(ctx, d.record.store, d.record.takeovers, f.Hash)
	if err != nil {
		return false, err
	}
	return roll.Roll != nil && roll.Roll.Ends(t.ID, t.Programme.From, number), nil
}

// width is how wide the area is for which a takeover was sent to a screen.
func width(t *protocol.Takeover, screen protocol.Screen) int {
	if t.Reach == nil || t.Reach.Area == content.Everywhere {
		return len(screen.Areas)
	}
	return slices.Index(screen.Areas, t.Reach.Area)
}
