package eye_test

import (
	"bytes"
	"math"
	"testing"
	"time"

	"ngatu/internal/eye"
)

const (
	width, height = 32, 18
	rate          = 30
)

// film is 4 seconds of pictures; colour gives each pixel's at a picture.
func film(colour func(n, x, y int) [3]byte) *bytes.Reader {
	var b bytes.Buffer
	for n := range 4 * rate {
		for y := range height {
			for x := range width {
				c := colour(n, x, y)
				b.Write(c[:])
			}
		}
	}
	return bytes.NewReader(b.Bytes())
}

func grey(v float64) [3]byte { b := byte(v); return [3]byte{b, b, b} }

func TestFlashes(t *testing.T) {
	blink := func(hz float64, n int) bool { return math.Mod(float64(n)/rate*hz, 1) < 0.5 }
	for name, c := range map[string]struct {
		colour func(n, x, y int) [3]byte
		found  bool
		red    bool
	}{
		"still":       {func(_, x, _ int) [3]byte { return grey(float64(x * 8)) }, false, false},
		"3 a second":  {func(n, _, _ int) [3]byte { return grey(map[bool]float64{true: 255, false: 0}[blink(2.9, n)]) }, false, false},
		"5 a second":  {func(n, _, _ int) [3]byte { return grey(map[bool]float64{true: 255, false: 0}[blink(5, n)]) }, true, false},
		"15 a second": {func(n, _, _ int) [3]byte { return grey(map[bool]float64{true: 255, false: 0}[n%2 == 0]) }, true, false},
		"in a tenth":  {func(n, _, y int) [3]byte { return grey(map[bool]float64{true: 255, false: 0}[blink(5, n) && y < 2]) }, true, false},
		"a dot": {func(n, x, y int) [3]byte {
			return grey(map[bool]float64{true: 255, false: 0}[blink(5, n) && y < 2 && x < 4])
		}, false, false},
		"faint":                     {func(n, _, _ int) [3]byte { return grey(map[bool]float64{true: 110, false: 90}[blink(5, n)]) }, false, false},
		"between light and lighter": {func(n, _, _ int) [3]byte { return grey(map[bool]float64{true: 255, false: 232}[blink(5, n)]) }, false, false},
		"a slow fade":               {func(n, _, _ int) [3]byte { return grey(127 + 127*math.Sin(float64(n)/rate*2*math.Pi)) }, false, false},
		"red": {func(n, _, _ int) [3]byte {
			if blink(5, n) {
				return [3]byte{110, 0, 0}
			}
			return [3]byte{}
		}, true, true},
	} {
		at, red, err := eye.Flashes(film(c.colour), width, height, rate)
		if err != nil || (len(at) > 0) != c.found || red != c.red {
			t.Errorf("%s: at %v, red %v, %v", name, at, red, err)
		}
		if c.found && at[0] > time.Second {
			t.Errorf("%s: found first at %v", name, at[0])
		}
	}
}
