package content

import (
	"fmt"
	"math"
)

// Limits of a canvas; beyond them no LED controller or monitor of the fleet goes.
const (
	MinCanvasSide = 16   // pixels
	MaxCanvasSide = 8192 // pixels
)

// Canvas is the surface that a slide is drawn on, in the screen's own pixels, with what is needed
// to know how large a pixel looks: the distance between two pixel centres and the distance that
// people read from.
type Canvas struct {
	Width     int     `json:"width"`      // pixels
	Height    int     `json:"height"`     // pixels
	PitchMM   float64 `json:"pitch_mm"`   // millimetres from pixel to pixel
	DistanceM float64 `json:"distance_m"` // metres from which it is usually read
}

// Check refuses a canvas that cannot be drawn on, with a sentence for staff.
func (c Canvas) Check() error {
	for _, side := range []int{c.Width, c.Height} {
		if side < MinCanvasSide || side > MaxCanvasSide {
			return &Error{
				Code: Invalid,
				Vi:   fmt.Sprintf("Kích thước màn hình %d×%d không dùng được: mỗi cạnh từ %d đến %d điểm ảnh.", c.Width, c.Height, MinCanvasSide, MaxCanvasSide),
				En:   fmt.Sprintf("A screen of %d×%d cannot be used: each side is %d to %d pixels.", c.Width, c.Height, MinCanvasSide, MaxCanvasSide),
			}
		}
	}
	if !(c.PitchMM > 0 && c.PitchMM <= 100 && c.DistanceM > 0 && c.DistanceM <= 500) {
		return &Error{
			Code: Invalid,
			Vi:   "Khoảng cách điểm ảnh phải trên 0 đến 100 mm, khoảng cách nhìn trên 0 đến 500 m.",
			En:   "Pixel pitch must be over 0 up to 100 mm, viewing distance over 0 up to 500 m.",
		}
	}
	return nil
}

// Pixels is how many whole pixels cover mm millimetres, rounded up.
func (c Canvas) Pixels(mm float64) int { return int(math.Ceil(mm/c.PitchMM - 1e-9)) }

// Portrait reports whether it is higher than wide.
func (c Canvas) Portrait() bool { return c.Height > c.Width }

// String is the size as staff write it: 432×216.
func (c Canvas) String() string { return fmt.Sprintf("%d×%d", c.Width, c.Height) }
