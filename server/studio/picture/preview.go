package picture

import (
	"context"
	"encoding/base64"
	"errors"
	"html/template"

	"ngatu/content"
	"ngatu/internal/paint"
	"ngatu/server/air/answer"
)

// Preview is something on one canvas, or why it does not fit there, as the shell's part "preview"
// shows it.
type Preview struct {
	content.Canvas
	Screens int          // how many of the person's screens have it; 0: nobody counted
	Image   template.URL // data:, made here of our own pixels
	Fault   *content.Error
}

// mostPreviews bounds how many canvases are painted into one page.
const mostPreviews = 12

// Inline is a picture as an address that holds it.
func (p Picture) Inline() template.URL {
	return template.URL("data:" + p.Type + ";base64," + base64.StdEncoding.EncodeToString(p.Bytes))
}

// Slide previews a slide at the canvases of the screens that stand in somebody's care, those of most
// screens first; at all in use and the standard ones where none stands there. Nothing is stored.
func (p *Pictures) Slide(ctx context.Context, slide content.Slide, cares func(content.Place) bool) (out []Preview, err error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	canvases := answer.CanvasesOf(on, cares)
	if len(canvases) == 0 {
		if canvases, err = p.Canvases(ctx); err != nil {
			return nil, err
		}
		for i := range canvases {
			canvases[i].Screens = 0
		}
	}
	for _, canvas := range canvases[:min(len(canvases), mostPreviews)] {
		one := Preview{Canvas: canvas.Canvas, Screens: canvas.Screens}
		drawn, err := p.Draw(ctx, slide, canvas.Canvas)
		if err == nil {
			one.Image = drawn.Inline()
		} else if !errors.As(err, &one.Fault) {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// Takeover previews a takeover at the canvases in use and the standard ones.
func (p *Pictures) Takeover(ctx context.Context, t content.Takeover) (out []Preview, err error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	canvases, err := p.Canvases(ctx)
	if err != nil {
		return nil, err
	}
	for _, canvas := range canvases {
		one := Preview{Canvas: canvas.Canvas}
		l, err := on.LayTakeover(t, canvas.Canvas)
		if err == nil {
			key := pictureKey{content.SightOf(l), canvas.Width, canvas.Height, "takeover"} // its words stand still
			drawn, err := p.made.get(key, func() (Picture, error) { return encode(paint.Paint(l, paint.Values{At: p.now()})) })
			if err != nil {
				return nil, err
			}
			one.Image = drawn.Inline()
		} else if !errors.As(err, &one.Fault) {
			return nil, err
		}
		if out = append(out, one); len(out) == mostPreviews {
			break
		}
	}
	return out, nil
}
