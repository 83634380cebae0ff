package air

import (
	"context"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/content/layout"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// Preview is a slide laid out for a canvas, with what a screen there fills in.
type Preview struct {
	Layout layout.Layout
	Cells  map[string]protocol.Cell    // figures of a board, by bind
	Fills  map[string]string           // texts of the screen, by bind
	Codes  map[string]protocol.Squares // by bind
}

// Preview lays a slide out as the screens of a canvas would get it now, whatever its state; where no screen has that canvas,
// as one would with the longest name of a ward. The error of a slide that does not fit, or is no slide that Ngatu sets
// itself, is a [content.Error] of code Invalid.
func (a *Air) Preview(ctx context.Context, slide content.Slide, canvas content.Canvas) (Preview, error) {
	g := &gathered{library: content.Library{Settings: map[string]string{}}, releases: map[string][]figure.Release{}}
	err := a.store.View(ctx, func(r store.Reader) error { return a.gatherPreview(ctx, r, g, slide) })
	if err != nil {
		return Preview{}, err
	}
	members := g.standsOn(canvas)
	facts := a.facts(g, members)
	if rs := g.releases[boardID(slide)]; len(rs) > 0 {
		facts = a.boardFacts(facts, slide, rs[0])
	}
	l, err := layout.Lay(slide, canvas, facts)
	if err != nil {
		return Preview{}, err
	}
	frame := a.screenFrame(members[0], g)
	p := Preview{Layout: l, Fills: frame.Fills, Codes: frame.Codes}
	if f, ok := a.figures(boardID(slide), g); ok {
		p.Cells = f.Cells
	}
	return p, nil
}

func (a *Air) gatherPreview(ctx context.Context, r store.Reader, g *gathered, slide content.Slide) error {
	for _, read := range []func(context.Context, store.Reader) error{g.readNumber, g.readLibrary, g.readScreens} {
		if err := read(ctx, r); err != nil {
			return err
		}
	}
	g.library.Slides = []content.Slide{slide}
	return g.readFigures(ctx, r)
}

// standsOn are the screens with the pixels of a canvas, or one that stands for those to come.
func (g *gathered) standsOn(canvas content.Canvas) []stand {
	var out []stand
	for _, s := range g.stands() {
		if c := s.place.Canvas; c.Width == canvas.Width && c.Height == canvas.Height {
			out = append(out, s)
		}
	}
	if len(out) > 0 {
		return out
	}
	p := content.Place{Canvas: canvas, Zone: content.DefaultZone, Names: []string{"Phường Văn Miếu - Quốc Tử Giám"}}
	return []stand{{screen: content.Screen{Code: "NGATU-00"}, place: p, audience: content.AudienceOf(p, nil)}}
}
