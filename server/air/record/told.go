package record

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// heads are frames without their bodies, in the order of their numbers and times.
type heads []store.SentFrame

// at is the frame that was the newest sent by an instant.
func (h heads) at(when time.Time) (f store.SentFrame, some bool) {
	for _, one := range h {
		if !one.At.After(when) {
			f, some = one, true
		}
	}
	return f, some
}

// window names what was told from one instant until another, in Unix milliseconds: to an audience of
// its programme, or to all screens of takeovers.
type window struct {
	audience    string // "": of takeovers
	from, until int64
}

// told is what was told in a window. A page asks for many screens of one window.
type told struct {
	frames heads
	roll   heads     // of takeovers
	read   time.Time // by the machine's clock
}

// fresh is how long what was told counts: a window may reach to the present, and nothing is asked of
// an instant that has not been over for this long.
const fresh = time.Second

// toldIn reads what was told in a window, unless that was just done.
func (r *Record) toldIn(ctx context.Context, audience string, from, until time.Time) (*told, error) {
	of := window{audience, from.UnixMilli(), until.UnixMilli()}
	if last, known := r.windows.Get(of); known && time.Since(last.read) < fresh {
		return last, nil
	}
	out := &told{read: time.Now()}
	var err error
	if audience != "" {
		out.frames, err = r.store.FrameHeads(ctx, protocol.TypeProgramme, audience, from, until)
	} else if out.frames, err = r.store.TakeoverHeads(ctx, from.Add(-content.MaxTakeover), until); err == nil { // what is older has ended
		out.roll, err = r.store.FrameHeads(ctx, protocol.TypeTakeover, protocol.RollName, from, until)
	}
	if err != nil {
		return nil, err
	}
	r.windows.Add(of, out)
	return out, nil
}

// concerning are the frames of takeovers for a screen as any of its own frames describes it.
func (t *told) concerning(screens map[string]protocol.Screen) (out heads) {
	for _, f := range t.frames {
		for _, s := range screens {
			if f.For == s.Code || protocol.NamesFor(f.For, s) {
				out = append(out, f)
				break
			}
		}
	}
	return out
}
