package air

import (
	"context"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// Preview is a slide laid out for a canvas, with what a screen there fills in.
type Preview struct {
	Layout layout.Layout
	Cells  map[string]protocol.Cell    // figures of a board, by bind
	Fills  map[string]string           // texts of the screen, by bind
	Codes  map[string]protocol.Squares // by bind
}

// Previewer lays slides out by what the store held at one change: read once, asked often.
type Previewer struct {
	air *Air
	g   *gathered
}

// Previewer reads what previews depend on beside the slide.
func (a *Air) Previewer(ctx context.Context) (*Previewer, error) {
	g := newGathered()
	err := a.view(ctx, g.readNumber, g.readSettings, g.readCampaigns, g.readSlides, g.readScreens)
	return &Previewer{a, g}, err
}

// Number is that of the last change which the previewer knows.
func (p *Previewer) Number() int64 { return p.g.number }

// Lay lays a slide out as the screens of a canvas would get it, whatever its state; where no screen has that canvas, as
// one would with the longest name of a ward. The error of a slide that does not fit, or is none that Ngatu sets itself, is a
// [content.Error] of code Invalid.
func (p *Previewer) Lay(ctx context.Context, slide content.Slide, canvas content.Canvas) (Preview, error) {
	g := *p.g
	g.library.Slides, g.measures = []content.Slide{slide}, nil
	if err := p.air.view(ctx, g.readFigures); err != nil {
		return Preview{}, err
	}
	members := g.standsOn(canvas)
	facts := p.air.facts(&g, members)
	if slide.Kind == content.Board {
		id := boardID(slide) // without figures yet it is laid out for values to come
		facts = p.air.rowsFor(id, &g).with(facts)
	}
	l, err := layout.Lay(slide, canvas, facts)
	if err != nil {
		return Preview{}, err
	}
	frame := p.air.screenFrame(members[0], &g)
	out := Preview{Layout: l, Fills: frame.Fills, Codes: frame.Codes}
	if f, ok := p.air.figures(boardID(slide), &g); ok {
		out.Cells = f.Cells
	}
	return out, nil
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

// LayTakeover lays a takeover out as the screens of a canvas would get it.
func (p *Previewer) LayTakeover(t content.Takeover, canvas content.Canvas) (layout.Layout, error) {
	return p.air.drawOver(p.g, t, canvas)
}
