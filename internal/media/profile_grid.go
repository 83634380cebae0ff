package media

import (
	"image"
	"math"
)

// A profile of tables is worked out once, at the points of a grid of finished colours, and a
// picture's pixels lie between those.

// finished is a grid of sRGB. Its numbers go beyond 0 and 255 where a screen cannot show the
// colour: they are cut only after the pixel was found between its neighbours.
type finished struct {
	grid
	place [mostChannels][256]place
}

// place is where a number of a channel lies on the axis of the grid.
type place struct {
	below int     // offset of the point at or below it, in values
	above int     // how much farther the next one is; 0 at the end
	part  float32 // of the way to that
}

// fine is how many steps an axis has at least, by the number of channels: what lies between two
// points is taken for a straight line.
var fine = [mostChannels + 1]int{1: 255, 3: 32, 4: 16}

// finish works the colours out.
func (t *tables) finish() *finished {
	channels := len(t.first)
	f := &finished{}
	for i := range channels {
		steps := fine[channels]
		if len(t.grid.points) > 0 { // the points of the profile are points here too
			own := t.grid.points[i] - 1
			steps = own * ((steps + own - 1) / own)
		}
		f.points = append(f.points, steps+1)
	}
	count := f.size()
	if count == 0 {
		return nil
	}
	f.values = make([]float32, 3*count)
	inBands(count/f.points[0], func(from, until int) {
		for row := from; row < until; row++ {
			t.finishRow(f, row)
		}
	})
	f.findPlaces(t.first)
	return f
}

// finishRow works out the points with the same places on all axes but the first.
func (t *tables) finishRow(f *finished, row int) {
	channels := len(f.points)
	rest := len(f.values) / 3 / f.points[0]
	at := make([]float64, channels)
	for i, left := channels-1, row; i > 0; i-- {
		at[i] = float64(left%f.points[i]) / float64(f.points[i]-1)
		left /= f.points[i]
	}
	for i := range f.points[0] {
		at[0] = float64(i) / float64(f.points[0]-1)
		copy(f.values[3*(i*rest+row):], t.sRGB(at))
	}
}

// findPlaces works out where each number of a channel lies, behind its curve.
func (f *finished) findPlaces(curves []func(float64) float64) {
	step := 3
	for i := len(f.points) - 1; i >= 0; i-- {
		for n := range 256 {
			v := curves[i](float64(n) / 255)
			if math.IsNaN(v) {
				v = 0
			}
			whole, part := math.Modf(min(max(v, 0), 1) * float64(f.points[i]-1))
			p := place{below: int(whole) * step, above: step, part: float32(part)}
			if int(whole) == f.points[i]-1 {
				p.above = 0
			}
			f.place[i][n] = p
		}
		step *= f.points[i]
	}
}

// sRGB is the colour of numbers behind the first curves, 0 to 255 and beyond.
func (t *tables) sRGB(at []float64) []float32 {
	v := [3]float64{}
	if len(t.grid.points) == 0 {
		copy(v[:], at)
	} else {
		v = t.grid.between(at)
	}
	bend(&v, t.middle)
	m := &t.matrix
	v = [3]float64{
		m[0]*v[0] + m[1]*v[1] + m[2]*v[2] + m[9],
		m[3]*v[0] + m[4]*v[1] + m[5]*v[2] + m[10],
		m[6]*v[0] + m[7]*v[1] + m[8]*v[2] + m[11],
	}
	bend(&v, t.last)
	v = t.toXYZ(v)
	out := make([]float32, 3)
	for i := range out {
		light := toSRGB[3*i]*v[0] + toSRGB[3*i+1]*v[1] + toSRGB[3*i+2]*v[2]
		out[i] = float32(math.Copysign(numberOfLight(math.Abs(light)), light) * 255)
	}
	return out
}

// numberOfLight is the number of sRGB for linear light, both 0 to 1 and beyond.
func numberOfLight(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

func bend(v *[3]float64, curves []func(float64) float64) {
	for i, at := range curves {
		v[i] = at(min(max(v[i], 0), 1))
		if math.IsNaN(v[i]) {
			v[i] = 0
		}
	}
}

// between is what the grid holds at a place, each axis 0 to 1.
func (g *grid) between(at []float64) (out [3]float64) {
	base, step := 0, 3
	var above [mostChannels]int
	var part [mostChannels]float64
	for i := len(g.points) - 1; i >= 0; i-- {
		whole, rest := math.Modf(at[i] * float64(g.points[i]-1))
		base, part[i] = base+int(whole)*step, rest
		if int(whole) < g.points[i]-1 {
			above[i] = step
		}
		step *= g.points[i]
	}
	for corner := range 1 << len(g.points) {
		share, where := 1.0, base
		for i := range g.points {
			if corner>>i&1 == 1 {
				share, where = share*part[i], where+above[i]
			} else {
				share *= 1 - part[i]
			}
		}
		for k := range out {
			out[k] += share * float64(g.values[where+k])
		}
	}
	return out
}

// at is the colour of a pixel.
func (f *finished) at(n [mostChannels]uint8) (out [3]uint8) {
	var sum [3]float32
	base := 0
	var p [mostChannels]*place
	for i := range f.points {
		p[i] = &f.place[i][n[i]]
		base += p[i].below
	}
	for corner := range 1 << len(f.points) {
		share, where := float32(1), base
		for i := range f.points {
			if corner>>i&1 == 1 {
				share, where = share*p[i].part, where+p[i].above
			} else {
				share *= 1 - p[i].part
			}
		}
		if share == 0 {
			continue
		}
		v := f.values[where : where+3]
		sum[0], sum[1], sum[2] = sum[0]+share*v[0], sum[1]+share*v[1], sum[2]+share*v[2]
	}
	for i, v := range sum {
		out[i] = uint8(min(max(v+0.5, 0), 255))
	}
	return out
}

// inks turns a picture of printing colours into RGBA, in the same memory.
func (f *finished) inks(m *image.CMYK) *image.RGBA {
	out := &image.RGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	inBands(h, func(from, until int) {
		for y := from; y < until; y++ {
			row := m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y+y):][:4*w]
			var last [4]byte
			var made [3]uint8
			for x := 0; x < len(row); x += 4 {
				if px := [4]byte(row[x:]); x == 0 || px != last {
					last, made = px, f.at(px)
				}
				row[x], row[x+1], row[x+2], row[x+3] = made[0], made[1], made[2], 255
			}
		}
	})
	return out
}
