package picture

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/paint"
	"ngatu/server/air/answer"
)

// Glass is what a screen shows at an instant, or is to show then: a takeover, a slide, or the safe
// card. NotFound where the screen stands nowhere then.
func (p *Pictures) Glass(ctx context.Context, screen content.Screen, at time.Time) (Picture, error) {
	place, stands := screen.PlaceAt(at)
	if !stands {
		return Picture{}, &content.Error{Code: content.NotFound, Vi: "Lúc đó màn hình chưa đặt ở đâu.", En: "The screen stands nowhere then."}
	}
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return Picture{}, err
	}
	shown, err := on.On(ctx, screen.Code, at)
	if err != nil {
		return Picture{}, err
	}
	if was, kept, err := p.sent(ctx, on, screen.Code, at); err != nil || kept {
		return was, err
	}
	takeover, rules := on.Ruling(place, at)
	switch {
	case rules:
		l, err := on.LayTakeover(takeover, place.Canvas)
		if err != nil {
			return Picture{}, err
		}
		return encode(paint.Paint(l, paint.Values{At: at}))
	case shown.Slide != "":
		slide, err := p.store.Slide(ctx, shown.Slide)
		if err != nil {
			return Picture{}, err
		}
		return p.draw(ctx, slide, place.Canvas, at)
	}
	name := ""
	if len(place.Names) > 0 {
		name = place.Names[0]
	}
	return encode(paint.Paint(layout.LaySafe(name, place.Canvas, paint.Faces()), paint.Values{At: at}))
}

// sent is what a screen had been sent to show at an instant that is over; false where that is not
// kept, or was the safe card: it is drawn as it looks today.
func (p *Pictures) sent(ctx context.Context, on *answer.Snapshot, code string, at time.Time) (out Picture, kept bool, err error) {
	g, known, err := answer.SentGlass(ctx, on, code, at)
	if err != nil || !known || !g.Laid && !g.Medium.Digest.Valid() {
		return out, false, err
	}
	if !g.Laid {
		b, err := p.media.Read(ctx, g.Medium.Digest)
		if content.CodeOf(err) == content.NotFound {
			return out, false, nil
		}
		if err != nil || g.Medium.Type != content.LayoutType {
			return Picture{b, g.Medium.Type}, true, err
		}
		if g, err = g.Read(b); err != nil {
			return out, false, err
		}
	}
	out, err = encode(paint.Paint(g.Layout, paint.ValuesOf(g.Texts(at), g.Cells, g.Codes, g.Stale, at)))
	return out, true, err
}
