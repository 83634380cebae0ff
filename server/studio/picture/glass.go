package picture

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/paint"
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
