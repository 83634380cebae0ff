package layout

import "ngatu/content"

// ledPitch divides LED walls (P2.5 and coarser) from monitors (a 98-inch one at 1920×1080 has 1.13
// mm).
const ledPitch = 2.0 // millimetres

// leastCap is the cap height below which Vietnamese stacked marks (Ệ, Ẫ, Ổ) run together on an LED,
// in pixels.
const leastCap = 11

// scale holds the least font sizes of a canvas in pixels.
//
// Sources (domain notes of the campaign): letter height measured on LED signs at night is legible
// from 1:152 to 1:230 of the distance, by day from 1:304; a headline is at least distance/120,
// never below distance/150; text on kiosks and monitors at least distance/82 (0.7° of view for
// capitals).
type scale struct {
	head  int // a headline, as it should be
	floor int // a headline, as it may be where words are many
	text  int // lines below it
	small int // sources, units and other second lines
}

func scaleOf(c content.Canvas, cap int) scale {
	size := func(divisor float64, least int) int {
		return ceilDiv(max(c.Pixels(c.DistanceM*1000/divisor), least)*Em, cap)
	}
	small := ceilDiv(LeastCap(c)*Em, cap)
	if IsLED(c) {
		return scale{head: size(120, leastCap+1), floor: size(150, leastCap+1), text: size(180, leastCap), small: small}
	}
	return scale{head: size(60, leastCap), floor: size(82, leastCap), text: size(82, leastCap), small: small}
}

// IsLED says whether a canvas is an LED wall; others are monitors.
func IsLED(c content.Canvas) bool { return c.PitchMM >= ledPitch }

// Glance is how many words a passer-by reads at a junction: seven to nine a card.
const Glance = 9

// LeastCap is the least height of capitals that can be read on a canvas, in pixels: that of sources
// and other second lines.
func LeastCap(c content.Canvas) int {
	divisor := 210.0
	if !IsLED(c) {
		divisor = 82
		// not a kiosk: a source at the foot of a lobby screen need not be read from the door
		if c.DistanceM > 1.5 {
			divisor = 150
		}
	}
	return max(c.Pixels(c.DistanceM*1000/divisor), leastCap)
}
