package picture

import (
	"context"
	"encoding/base64"
	"errors"
	"html/template"
	"image"

	"golang.org/x/image/draw"

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
	canvases = canvases[:min(len(canvases), mostPreviews)]
	if err := p.ahead(ctx, slide, canvases); err != nil {
		return nil, err
	}
	for _, canvas := range canvases {
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

// sampled is the longer side of a sample's picture at most, in pixels.
const sampled = 480

// shrunk is a picture of at most that many pixels a side.
func shrunk(img image.Image) image.Image {
	size := img.Bounds().Size()
	times := float64(max(size.X, size.Y)) / sampled
	if times <= 1 {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, int(float64(size.X)/times), int(float64(size.Y)/times)))
	draw.CatmullRom.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out
}

// Sample is a slide that stands for a template, in the shape of the screens in somebody's care: of
// most of them on which it fits. It is remembered for as long as it looks the same.
func (p *Pictures) Sample(ctx context.Context, slide content.Slide, cares func(content.Place) bool) (out Picture, err error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return out, err
	}
	canvases := answer.CanvasesOf(on, cares)
	canvases = append(canvases[:min(len(canvases), 3)], answer.Canvas{Canvas: Thumb})
	for _, one := range canvases {
		laid := answer.Preview{}
		if laid, err = on.Lay(ctx, slide, one.Canvas); content.CodeOf(err) == content.Invalid {
			continue
		}
		if err != nil {
			return out, err
		}
		now := p.now()
		values := paint.ValuesOf(laid.Texts(now), laid.Cells, laid.Codes, laid.Stale, now)
		key := pictureKey{content.SightOf(laid.Layout, values.Texts, laid.Cells, laid.Codes), one.Width, one.Height, "sample"}
		return p.made.get(key, func() (Picture, error) { return encode(shrunk(paint.Paint(laid.Layout, values))) })
	}
	return out, err
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
