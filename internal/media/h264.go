package media

// readSPS reads the size and kind of pictures out of a sequence parameter set, ITU-T H.264
// 7.3.2.1.1.
func readSPS(nal []byte) (videoCodec, error) {
	bits := &bitReader{b: unescape(nal[1:])}
	c := videoCodec{name: "H.264", chroma: 1, depth: 8, matrix: matrixUnsaid}
	profile := bits.read(8)
	bits.read(8)
	c.level = int(bits.read(8))
	bits.golomb()
	switch profile {
	case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135:
		c.chroma = int(bits.golomb())
		if c.chroma == 3 {
			bits.read(1)
		}
		c.depth = 8 + int(max(bits.golomb(), bits.golomb()))
		bits.read(1)
		bits.scalingLists(c.chroma)
	}
	bits.golomb()
	switch bits.golomb() {
	case 0:
		bits.golomb()
	case 1:
		bits.read(1)
		bits.golomb()
		bits.golomb()
		for range min(bits.golomb(), 255) {
			bits.golomb()
		}
	}
	bits.golomb()
	bits.read(1)
	wide, high := int(bits.golomb())+1, int(bits.golomb())+1
	c.interlaced = bits.read(1) == 0
	fields := 1
	if c.interlaced {
		fields = 2
		bits.read(1)
	}
	bits.read(1)
	c.width, c.height = 16*wide, 16*high*fields
	if bits.read(1) == 1 {
		c.crop(bits, fields)
	}
	if bits.read(1) == 1 {
		c.usability(bits)
	}
	if bits.short || wide > 4096 || high > 4096 || c.width <= 0 || c.height <= 0 {
		return c, errStructure
	}
	return c, nil
}

// crop takes off what was added to fill whole blocks.
func (c *videoCodec) crop(bits *bitReader, fields int) {
	unitX, unitY := 1, fields
	if c.chroma == 1 || c.chroma == 2 {
		unitX = 2
	}
	if c.chroma == 1 {
		unitY = 2 * fields
	}
	left, right, top, bottom := bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()
	c.width -= unitX * int(min(left+right, 1<<20))
	c.height -= unitY * int(min(top+bottom, 1<<20))
}

// matrixUnsaid is the matrix of a stream that does not say its own.
const matrixUnsaid = 2

// shapes are the shapes of pixels that have a number, H.264 table E-1.
var shapes = [][2]int{
	1: {1, 1}, {12, 11}, {10, 11}, {16, 11}, {40, 33}, {24, 11}, {20, 11}, {32, 11}, {80, 33}, {18, 11}, {15, 11}, {64, 33}, {160, 99}, {4, 3}, {3, 2}, {2, 1},
}

// usability reads the shape of a pixel and the matrix of the colours, H.264 E.1.1.
func (c *videoCodec) usability(bits *bitReader) {
	if bits.read(1) == 1 {
		const extended = 255
		switch n := int(bits.read(8)); {
		case n == extended:
			c.shape = [2]int{int(bits.read(16)), int(bits.read(16))}
		case n < len(shapes):
			c.shape = shapes[n]
		}
	}
	if bits.read(1) == 1 {
		bits.read(1)
	}
	if bits.read(1) == 1 {
		bits.read(4)
		if bits.read(1) == 1 {
			bits.read(16)
			c.matrix = int(bits.read(8))
		}
	}
}

// bitReader reads bits; over the end it reads 0 and remembers it.
type bitReader struct {
	b     []byte
	at    int
	short bool
}

func (r *bitReader) read(n int) uint64 {
	v := uint64(0)
	for range n {
		v <<= 1
		if r.at>>3 >= len(r.b) {
			r.short = true
			continue
		}
		v |= uint64(r.b[r.at>>3]>>(7-r.at&7)) & 1
		r.at++
	}
	return v
}

// golomb reads an unsigned Exp-Golomb number, at most 32 bits of it.
func (r *bitReader) golomb() uint64 {
	zeros := 0
	for r.read(1) == 0 {
		if zeros++; zeros > 32 || r.short {
			r.short = true
			return 0
		}
	}
	return 1<<zeros - 1 + r.read(zeros)
}

func (r *bitReader) scalingLists(chroma int) {
	if r.read(1) == 0 {
		return
	}
	lists := 8
	if chroma == 3 {
		lists = 12
	}
	for i := range lists {
		if r.read(1) == 0 {
			continue
		}
		length := 16
		if i >= 6 {
			length = 64
		}
		last, next := int64(8), int64(8)
		for range length {
			if next != 0 {
				delta := r.golomb()
				signed := int64(delta+1) / 2
				if delta%2 == 0 {
					signed = -signed
				}
				next = (last + signed + 256) % 256
			}
			if next != 0 {
				last = next
			}
		}
	}
}

// unescape takes out the 3 that keeps start codes from appearing inside a NAL unit.
func unescape(nal []byte) []byte {
	out := make([]byte, 0, len(nal))
	zeros := 0
	for _, b := range nal {
		if zeros >= 2 && b == 3 {
			zeros = 0
			continue
		}
		if b == 0 {
			zeros++
		} else {
			zeros = 0
		}
		out = append(out, b)
	}
	return out
}
