package draw

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/content/board"
	"ngatu/content/layout"
	"ngatu/server/air/gather"
)

// Ready is what an eligible slide has for a canvas: a rendition or a layout; rows are those of its
// board. One that does not fit there, or was not made for it yet, is not ready there; an error is
// the disk's, and must not take a slide off the air.
func (d *Drawer) Ready(
	ctx context.Context, g *gather.State, s *content.Slide, canvas content.Canvas, facts layout.Facts, rows board.Rows,
) (content.Ready, bool, error) {
	if s.Dwell > content.MaxLoop*time.Millisecond {
		return content.Ready{}, false, nil
	}
	if s.Kind.LaidOut() {
		made, err := d.shelf.lay(ctx, sketch{*s, g.Look(s.ID), rows}, canvas, facts)
		if content.CodeOf(err) == content.Invalid {
			return content.Ready{}, false, nil
		}
		return content.Ready{Medium: made.ref, Board: s.BoardName(), Printed: made.printed, Page: made.page}, err == nil, err
	}
	m := g.Medium(s.Medium)
	if m == nil || s.Kind == content.Video && m.Length <= 0 {
		return content.Ready{}, false, nil
	}
	ref, ok := m.Made(canvas, layout.FitKey(*s, canvas))
	if !ok {
		return content.Ready{}, false, nil
	}
	r := content.Ready{Medium: ref, Length: m.Length}
	if still, ok := m.Made(canvas, layout.StillKey(*s, canvas)); ok {
		r.Still = &still
	}
	return r, true, nil
}
