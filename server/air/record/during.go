package record

import (
	"context"
	"time"

	"ngatu/player/protocol"
)

// During is what a screen was sent in a window of time. Of each thing the heads of its frames are
// read once; what one says is opened where it is asked for.
type During struct {
	record     *Record
	screens    heads
	says       map[string]protocol.Screen // what the screen's own frames say, by hash
	programmes map[string]heads           // by audience
	takeovers  heads                      // that concerned it
	roll       heads
}

// During reads what a screen was sent from one instant, and what held then, until another. They may
// be the same. What is not over by a second may be missing.
func (r *Record) During(ctx context.Context, code string, from, until time.Time) (*During, error) {
	d := &During{record: r, says: map[string]protocol.Screen{}, programmes: map[string]heads{}}
	frames, err := r.store.Frames(ctx, protocol.TypeScreen, code, from, until)
	if err != nil {
		return nil, err
	}
	for _, f := range frames {
		var says protocol.Screen
		if err := f.Open(&says); err != nil {
			return nil, err
		}
		f.Body, d.says[f.Hash] = nil, says
		d.screens = append(d.screens, f)
		if says.Audience == "" { // it joined none
			continue
		}
		told, err := r.toldIn(ctx, says.Audience, from, until)
		if err != nil {
			return nil, err
		}
		d.programmes[says.Audience] = told.frames
	}
	told, err := r.toldIn(ctx, "", from, until)
	if err != nil {
		return nil, err
	}
	d.roll, d.takeovers = told.roll, told.concerning(d.says)
	return d, nil
}

// Times are the instants at which the screen was sent something else that bears on what is on, and
// those at which takeovers began and ended, in no order.
func (d *During) Times() (out []time.Time) {
	for _, all := range d.programmes {
		for _, f := range all {
			out = append(out, f.At)
		}
	}
	for _, f := range d.screens {
		out = append(out, f.At)
	}
	for _, f := range d.takeovers {
		out = append(out, f.At, time.UnixMilli(f.From), time.UnixMilli(f.Until))
	}
	if len(d.takeovers) > 0 { // what there was none of is not ended
		for _, f := range d.roll {
			out = append(out, f.At)
		}
	}
	return out
}

// By is what the screen had been sent by an instant of the window; nil where nothing is kept.
func (d *During) By(ctx context.Context, at time.Time) (*Sent, error) {
	f, held := d.screens.at(at)
	if !held {
		return nil, nil
	}
	out := &Sent{Screen: d.says[f.Hash]}
	f, held = d.programmes[out.Screen.Audience].at(at)
	if !held {
		return nil, nil
	}
	var err error
	if out.Programme, err = opened(ctx, d.record.store, d.record.programmes, f.Hash); err != nil {
		return nil, err
	}
	out.Takeover, err = d.ruling(ctx, out.Screen, at)
	return out, err
}
