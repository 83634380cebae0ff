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
func Of(s content.Slide, canvases []answer.Canvas) (out []Crop) {
	for _, shape := range content.Shapes {
		one := Crop{Name: shapeNames[shape], Field: "focus_" + string(shape)}
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
func Read(f shell.Form, had []content.Focus) (out []content.Focus, err error) {
	var bad shell.Faults
	for _, shape := range content.Shapes {
		at := "focus_" + string(shape)
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

// Text says which points the shapes keep.
func Text(s content.Slide) (out shell.Text) {
	for _, f := range s.Focuses {
		out = shell.Textf("%s; %s: %s × %s", "%s; %s: %s × %s", out, shapeNames[f.Shape], shell.PlainNumber(f.X), shell.PlainNumber(f.Y))
	}
	return out
}
