package eye

import (
	"errors"
	"io"
	"time"
)

// The figures of WCAG 2.2, criterion 2.3.1.
const (
	change      = 0.1  // of relative luminance: a general flash goes up and down by at least that
	dark        = 0.8  // the darker of its two states lies below
	redChange   = 20.0 // of (R-G-B)×320
	redShare    = 0.8  // of red in all light: saturated
	transitions = 7    // in a second: more than three flashes of two each
	// share of the picture that flashes in the same second: the criterion lets pass a quarter of the
	// central field of view, which nobody can know of people in front of a wall
	flashing = 0.05
)

// Flashes finds the instants at which a second with more than three flashes begins, in pictures of
// RGB bytes that follow each other rate times a second, and says whether red ones are among them. A
// second is told once.
func Flashes(pictures io.Reader, width, height int, rate float64) (at []time.Duration, red bool, err error) {
	cells := width * height
	if cells <= 0 || rate <= 0 {
		return nil, false, errors.New("eye: no picture size or rate")
	}
	general, reds := make([]swing, cells), make([]swing, cells)
	one, quiet := make([]byte, cells*3), -1
	for n := 0; ; n++ {
		if _, err := io.ReadFull(pictures, one); err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return at, red, nil
			}
			return at, red, err
		}
		flashed, reddened := 0, 0
		for i := range cells {
			r, g, b := one[3*i], one[3*i+1], one[3*i+2]
			light := luminance(r, g, b)
			if general[i].step(n, rate, light, change, func(low float64) bool { return low < dark }) {
				flashed++
			}
			lr, lg, lb := linear[r], linear[g], linear[b]
			reds[i].saturated = reds[i].saturated || lr > 0 && lr/(lr+lg+lb) >= redShare
			if reds[i].step(n, rate, max(0, lr-lg-lb)*320, redChange, func(float64) bool { return reds[i].saturated }) {
				reddened++
			}
		}
		need := max(1, int(flashing*float64(cells)))
		if flashed < need && reddened < need {
			continue
		}
		red = red || reddened >= need
		if n >= quiet {
			begin := max(0, float64(n)/rate-1)
			at, quiet = append(at, time.Duration(begin*float64(time.Second))), n+int(rate)
		}
	}
}

// swing follows one value up and down.
type swing struct {
	began     bool
	low, high float64 // since it turned
	up        int     // 1: it rose last, -1: it fell, 0: neither by enough
	at        []int   // pictures at which it turned, of the last second
	saturated bool    // it was a saturated red at some time
}

// step takes the value of picture n, and says whether it has turned by least too often within the
// last second; counts says of the lower state of a turn whether that is one.
func (s *swing) step(n int, rate, v, least float64, counts func(low float64) bool) bool {
	if !s.began {
		s.began, s.low, s.high = true, v, v
	}
	s.low, s.high = min(s.low, v), max(s.high, v)
	switch {
	case s.up <= 0 && v-s.low >= least:
		if counts(s.low) {
			s.at = append(s.at, n)
		}
		s.up, s.high = 1, v
	case s.up >= 0 && s.high-v >= least:
		if counts(v) {
			s.at = append(s.at, n)
		}
		s.up, s.low = -1, v
	}
	for len(s.at) > 0 && float64(n-s.at[0]) >= rate {
		s.at = s.at[1:]
	}
	return len(s.at) >= transitions
}
