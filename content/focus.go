package content

// Shape is how wide a canvas is beside its height. Canvases of one shape cut a picture alike.
type Shape string

// The shapes.
const (
	Banner Shape = "banner" // two and a half times as wide as high, and wider
	Wide   Shape = "wide"
	Square Shape = "square" // neither side is a sixth longer than the other
	Tall   Shape = "tall"
)

// Shapes are all of them, the widest first.
var Shapes = []Shape{Banner, Wide, Square, Tall}

// ShapeOf is the shape of so many pixels.
func ShapeOf(width, height int) Shape {
	switch {
	case width*2 >= height*5:
		return Banner
	case width*6 > height*7:
		return Wide
	case width*7 >= height*6:
		return Square
	}
	return Tall
}

// Focus is the point of a picture that canvases of a shape keep, in place of the one for all.
type Focus struct {
	Shape Shape   `json:"shape"`
	X     float64 `json:"x"` // 0 is left, 1 is right
	Y     float64 `json:"y"` // 0 is top, 1 is bottom
}

// On is the slide as it is cut for a canvas of so many pixels: with the point of its shape, where
// there is one.
func (s Slide) On(width, height int) Slide {
	shape := ShapeOf(width, height)
	if s.Pair != nil {
		of := *s.Pair
		of.FocusX, of.FocusY = pointOn(shape, of.FocusX, of.FocusY, of.Focuses)
		of.Focuses, s.Pair = nil, &of
	} else if s.Fit != Cover || len(s.Focuses) == 0 {
		return s
	}
	s.FocusX, s.FocusY = pointOn(shape, s.FocusX, s.FocusY, s.Focuses)
	s.Focuses = nil
	return s
}
