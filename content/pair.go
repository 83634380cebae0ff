package content

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Pair makes a slide of two pictures: what was, which is the slide's own, and beside or below it what
// is. Each fills its half of the canvas, cut around a point of its own.
type Pair struct {
	Medium  Digest  `json:"medium"`            // the picture of what is
	FocusX  float64 `json:"focus_x,omitempty"` // its point, as the slide has one for its own picture
	FocusY  float64 `json:"focus_y,omitempty"`
	Focuses []Focus `json:"focuses,omitempty"`
	Was     string  `json:"was"` // printed on the half of what was: "Trước"
	Is      string  `json:"is"`  // printed on the half of what is: "Sau"

	First Digest `json:"first,omitempty"` // the slide's own picture, in stored documents alone (internal/store)
}

// MaxCaption is how many letters are printed on a half: two words that a small screen has room for.
const MaxCaption = 16

// Check refuses a pair that cannot be shown, with a sentence for staff.
func (p Pair) Check() error {
	if !p.Medium.Valid() {
		return &Error{Code: Invalid, Vi: "Hãy chọn ảnh sau.", En: "Choose the picture of after."}
	}
	for _, said := range []string{p.Was, p.Is} {
		if strings.TrimSpace(said) == "" || strings.ContainsAny(said, "\r\n") || utf8.RuneCountInString(said) > MaxCaption {
			return &Error{
				Code: Invalid,
				Vi:   fmt.Sprintf("Chữ trên mỗi ảnh cần từ 1 đến %d ký tự.", MaxCaption), En: fmt.Sprintf("What stands on each picture has 1 to %d letters.", MaxCaption),
			}
		}
	}
	return nil
}

// Half is where one of the two pictures of a pair stands on a canvas, in its pixels.
type Half struct{ X, Y, W, H int }

// Halves are where what was and what is stand on a canvas of so many pixels: side by side on a wide
// one, else one above the other, with a thin line between them.
func Halves(width, height int) (was, is Half) {
	gap := max(2, min(width, height)/60)
	if shape := ShapeOf(width, height); shape == Banner || shape == Wide {
		w := (width - gap) / 2
		return Half{0, 0, w, height}, Half{w + gap, 0, width - w - gap, height}
	}
	h := (height - gap) / 2
	return Half{0, 0, width, h}, Half{0, h + gap, width, height - h - gap}
}

// Alone is a slide of one half of a pair as if that were all of it, without a label: its picture, cut
// around its point. Canvases are still those of the whole; see [Halves].
func (s Slide) Alone(is bool) Slide {
	if is {
		s.Medium, s.FocusX, s.FocusY, s.Focuses = s.Pair.Medium, s.Pair.FocusX, s.Pair.FocusY, s.Pair.Focuses
	}
	s.Pair, s.Fit, s.Label = nil, Cover, ""
	return s
}

// pointOn is the point that canvases of a shape keep: one of their own, or that for all.
func pointOn(shape Shape, x, y float64, own []Focus) (float64, float64) {
	if i := slices.IndexFunc(own, func(f Focus) bool { return f.Shape == shape }); i >= 0 {
		return own[i].X, own[i].Y
	}
	return x, y
}

// Media are the files that the slide shows: none, one, or both of a pair.
func (s Slide) Media() (out []Digest) {
	if s.Medium.Valid() {
		out = append(out, s.Medium)
	}
	if s.Pair != nil {
		out = append(out, s.Pair.Medium)
	}
	return out
}
