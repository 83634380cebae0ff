package preflight

import (
	"errors"

	"ngatu/content"
	"ngatu/content/layout"
)

// TextsOf are the lines of a layout on its canvas, with what a screen fills in by bind.
func TextsOf(l layout.Layout, faces layout.Faces, fills map[string]string) (out []Text) {
	for i, e := range l.Elements {
		if e.Op != layout.Text {
			continue
		}
		t := e.T
		if filled, ok := fills[e.Bind]; ok && e.Bind != "" {
			t = filled
		}
		face := faces[e.Weight]
		if t == "" || face == nil {
			continue
		}
		top, bottom := face.Ink(t)
		w := up(face.Width(t) * e.Size)
		x := e.X
		switch e.Align {
		case layout.Middle:
			x -= w / 2
		case layout.End:
			x -= w
		}
		one := Text{T: t, Cap: float64(face.Cap*e.Size) / layout.Em, Room: e.W}
		one.Box = Box{X: x, Y: e.Y - up(top*e.Size), W: w, H: up(top*e.Size) + up(bottom*e.Size)}
		one.Contrast = against(l, i, e, one.Box)
		out = append(out, one)
	}
	return out
}

func up(thousandths int) int { return (thousandths + layout.Em - 1) / layout.Em }

// against is the contrast of a line with the last ground drawn below its middle.
func against(l layout.Layout, before int, e layout.Element, at Box) float64 {
	grounds := []string{l.Ground}
	x, y := at.X+at.W/2, at.Y+at.H/2
	for _, g := range l.Elements[:before] {
		w, h := g.W, g.H
		if x < g.X || y < g.Y || x >= g.X+w || y >= g.Y+h {
			continue
		}
		switch g.Op {
		case layout.Fill:
			grounds = []string{g.C}
			if g.C2 != "" {
				grounds = append(grounds, g.C2)
			}
		case layout.Tile:
			grounds = append([]string{}, g.Scale...)
			if len(grounds) == 0 {
				grounds = []string{g.C}
			}
		}
	}
	least := 0.0
	for _, g := range grounds {
		if len(g) != 7 || len(e.C) != 7 {
			continue
		}
		if c := layout.Contrast(e.C, g); least == 0 || c < least {
			least = c
		}
	}
	return least
}

// Laid is the view of a slide that Ngatu lays out, with what a screen fills in by bind. A slide
// that does not fit is a fault of the view; other errors of layout are returned.
func (v View) Laid(s content.Slide, facts layout.Facts, fills map[string]string) (View, error) {
	l, err := layout.Lay(s, v.Canvas, facts)
	if err != nil {
		if !errors.As(err, &v.Fault) {
			return v, err
		}
		return v, nil
	}
	return v.Of(l, facts.Faces, fills), nil
}

// Of is the view of a layout, with what a screen fills in by bind.
func (v View) Of(l layout.Layout, faces layout.Faces, fills map[string]string) View {
	v.Texts, v.Printed = TextsOf(l, faces, fills), l.Amount()
	return v
}
