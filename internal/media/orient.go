package media

// turned reports whether an EXIF orientation lays the picture on its side, so that width and height
// change places.
func turned(orientation int) bool { return orientation >= 5 && orientation <= 8 }

// mirrored reports whether an orientation mirrors the upright picture, left to right and top to
// bottom; where it is also [turned], rows and columns change places after that.
func mirrored(orientation int) (across, down bool) {
	switch orientation {
	case 2, 6:
		return true, false
	case 3, 7:
		return true, true
	case 4, 8:
		return false, true
	}
	return false, false
}

// stored is where a rectangle of an upright picture of w×h lies in the picture as it is stored.
func (f frame) stored(orientation int, w, h float64) frame {
	across, down := mirrored(orientation)
	if across {
		f.x = w - f.x - f.w
	}
	if down {
		f.y = h - f.y - f.h
	}
	if turned(orientation) {
		f = frame{f.y, f.x, f.h, f.w}
	}
	return f
}

// upright turns and mirrors a plane as its EXIF orientation asks, so that row 0 is at the top as it
// was seen.
func (p plane) upright(orientation int) plane {
	across, down := mirrored(orientation)
	if !across && !down && !turned(orientation) {
		return p
	}
	w, h := p.w, p.h
	right, below := p.n, p.stride // steps in p that are one step to the right and one down in the result
	if turned(orientation) {
		w, h = h, w
		right, below = below, right
	}
	start := 0
	if across {
		start, right = start+(w-1)*right, -right
	}
	if down {
		start, below = start+(h-1)*below, -below
	}
	out := newPlane(w, h, p.n)
	inBands(h, func(from, until int) {
		for y := from; y < until; y++ {
			at := start + y*below
			for row := out.row(y); len(row) > 0; row = row[p.n:] {
				copy(row[:p.n], p.pix[at:])
				at += right
			}
		}
	})
	return out
}
