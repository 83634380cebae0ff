package answer

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/board"
	"ngatu/content/layout"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/air/crowd"
	"ngatu/server/air/gather"
)

// Preview is a slide laid out for a canvas, with what a screen there fills in.
type Preview struct {
	Layout layout.Layout
	Cells  map[string]protocol.Cell    // figures of a board, by bind
	Fills  map[string]string           // texts of the screen, by bind
	Codes  map[string]protocol.Squares // by bind
	Stale  time.Time                   // from when on a board's figures are old; zero: never
}

// Lay lays a slide out as the screens of a canvas would get it, whatever its state; where no screen
// has that canvas, as one would with the longest name of a ward. The error of a slide that does not
// fit, or is none that Ngatu sets itself, is a [content.Error] of code Invalid.
func (s *Snapshot) Lay(ctx context.Context, slide content.Slide, canvas content.Canvas) (out Preview, err error) {
	g := s.state
	slide = g.Bound(slide)
	if slide.Kind == content.Board {
		err = s.store.View(ctx, func(r store.Reader) (err error) {
			g, err = g.WithSlides(ctx, r, slide)
			return err
		})
		if err != nil {
			return Preview{}, err
		}
	}
	return lay(s, g, slide, canvas)
}

// lay lays a slide out with the figures of a state.
func lay(s *Snapshot, g *gather.State, slide content.Slide, canvas content.Canvas) (out Preview, err error) {
	if f, ok := s.draw.Figures(slide.BoardName(), g); ok {
		out.Cells, out.Stale = f.Cells, time.UnixMilli(f.Stale)
	}
	members := s.standsOn(canvas)
	out.Cells = ownCells(out.Cells, append(slices.Clone(members[0].Place.Areas), slide.Area))
	facts := s.draw.Facts(g, members)
	if slide.Kind == content.Board { // without figures yet it is laid out for values to come
		rows := s.draw.Rows(slide.BoardName(), g)
		slide, facts = rows.Marked(slide), rows.In(facts)
	}
	if out.Layout, err = layout.Lay(slide, canvas, facts); err != nil {
		return Preview{}, err
	}
	frame, err := s.draw.Screen(members[0], g)
	out.Fills, out.Codes = frame.Fills, frame.Codes
	return out, err
}

// ownCells are cells with those of the first of some areas that they know under the binds of a
// screen's own area.
func ownCells(cells map[string]protocol.Cell, areas []string) map[string]protocol.Cell {
	at, found := strings.CutSuffix(board.OwnBind("own.name", areas, func(bind string) bool { return cells[bind].T != "" }), "name")
	if !found || at == "own." {
		return cells
	}
	out := maps.Clone(cells)
	for bind, c := range cells {
		if part, own := strings.CutPrefix(bind, at); own {
			out["own."+part] = c
		}
	}
	return out
}

// Texts are what the texts of the slide say at an instant, by bind: also that figures are old.
func (p Preview) Texts(at time.Time) map[string]string {
	out := make(map[string]string, len(p.Fills)+len(p.Cells)+1)
	maps.Copy(out, p.Fills)
	for bind, c := range p.Cells {
		if c.T != "" {
			out[bind] = c.T
		}
	}
	if !p.Stale.IsZero() && !at.Before(p.Stale) {
		out["mark"] = layout.OldMark
	}
	return out
}

// standsOn are the screens with the pixels of a canvas by code, or one that stands for those to
// come.
func (s *Snapshot) standsOn(canvas content.Canvas) []crowd.Stand {
	if out := s.crowds.On(canvas); len(out) > 0 {
		return out
	}
	p := content.Place{Canvas: canvas, Zone: content.DefaultZone, Names: []string{"Phường Văn Miếu - Quốc Tử Giám"}}
	return []crowd.Stand{{Screen: content.Screen{Code: "NGATU-00"}, Place: p, Audience: content.AudienceOf(p, nil)}}
}

// LayTakeover lays a takeover out as the screens of a canvas would get it.
func (s *Snapshot) LayTakeover(t content.Takeover, canvas content.Canvas) (layout.Layout, error) {
	return s.draw.Takeover(s.state, t, canvas)
}
