// Package crop is what a form asks of how a picture is cut for the shapes of screens, and how that is
// read.
//
// It must not know a picture: only its points.
package crop

import (
	"slices"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/studio/shell"
)

// Crop is how a picture is cut for canvases of a shape, as its form asks for it.
type Crop struct {
	Name          shell.Text
	Field         string // how the names of its fields begin
	Width, Height int    // of a canvas of the shape
	X, Y          string // as they are written; "": those for all shapes
}

var shapeNames = map[content.Shape]shell.Text{
	content.Banner: shell.Say("Dải ngang", "Banners"), content.Wide: shell.Say("Màn hình ngang", "Wide screens"),
	content.Square: shell.Say("Màn hình vuông", "Square screens"), content.Tall: shell.Say("Màn hình dọc", "Tall screens"),
}

// Of are the shapes of the canvases on a page, with the points that a slide keeps there.
func Of(s content.Slide, canvases []answer.Canvas) []Crop { return of(s, own, canvases) }

// The beginnings of the names of fields: of the slide's own picture, and of the other one of a pair.
const (
	own   = "focus"
	After = "after"
)

// OfHalf is Of for one picture of a pair: what is shown of it is half of a canvas.
func OfHalf(s content.Slide, is bool, canvases []answer.Canvas) []Crop {
	field := own
	if is {
		field = After
	}
	out := of(s.Alone(is), field, canvases)
	for i, one := range out {
		half, other := content.Halves(one.Width, one.Height)
		if is {
			half = other
		}
		out[i].Width, out[i].Height = half.W, half.H
	}
	return out
}

func of(s content.Slide, field string, canvases []answer.Canvas) (out []Crop) {
	for _, shape := range content.Shapes {
		one := Crop{Name: shapeNames[shape], Field: field + "_" + string(shape)}
		if i := slices.IndexFunc(canvases, func(c answer.Canvas) bool { return content.ShapeOf(c.Width, c.Height) == shape }); i >= 0 {
			one.Width, one.Height = canvases[i].Width, canvases[i].Height
		}
		for _, f := range s.Focuses {
			if f.Shape == shape {
				one.X, one.Y = shell.PlainNumber(f.X), shell.PlainNumber(f.Y)
			}
		}
		if one.Width > 0 {
			out = append(out, one)
		}
	}
	return out
}

// Read are the points of shapes that a form sets. Those of shapes that it did not ask for stay.
func Read(f shell.Form, had []content.Focus) ([]content.Focus, error) { return read(f, own, had) }

// ReadAfter is Read for the other picture of a pair.
func ReadAfter(f shell.Form, had []content.Focus) ([]content.Focus, error) {
	return read(f, After, had)
}

func read(f shell.Form, field string, had []content.Focus) (out []content.Focus, err error) {
	var bad shell.Faults
	for _, shape := range content.Shapes {
		at := field + "_" + string(shape)
		if _, asked := f.Values[at+"_x"]; !asked {
			out = append(out, slices.DeleteFunc(slices.Clone(had), func(o content.Focus) bool { return o.Shape != shape })...)
			continue
		}
		if !f.Has(at+"_x") && !f.Has(at+"_y") {
			continue
		}
		x, err := f.Number(at+"_x", shapeNames[shape], 0, 1, 0.5)
		bad.Add(err)
		y, err := f.Number(at+"_y", shapeNames[shape], 0, 1, 0.5)
		bad.Add(err)
		out = append(out, content.Focus{Shape: shape, X: x, Y: y})
	}
	return out, bad.Err()
}

// PairText says what a slide of two pictures prints on them, and what is kept of the second one.
func PairText(s content.Slide) shell.Text {
	if s.Pair == nil {
		return shell.Text{}
	}
	is := s.Alone(true)
	out := shell.Textf("“%s” và “%s”, ảnh sau giữ điểm %s × %s", "“%s” and “%s”, the second keeps the point %s × %s",
		s.Pair.Was, s.Pair.Is, shell.PlainNumber(is.FocusX), shell.PlainNumber(is.FocusY))
	if more := Text(is); more != (shell.Text{}) {
		out = shell.Textf("%s%s", "%s%s", out, more)
	}
	return shell.Textf("%s (tệp %.8s)", "%s (file %.8s)", out, string(is.Medium))
}

// Text says which points the shapes keep.
func Text(s content.Slide) (out shell.Text) {
	for _, f := range s.Focuses {
		out = shell.Textf("%s; %s: %s × %s", "%s; %s: %s × %s", out, shapeNames[f.Shape], shell.PlainNumber(f.X), shell.PlainNumber(f.Y))
	}
	return out
}
