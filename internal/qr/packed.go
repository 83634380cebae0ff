package qr

// Packed is a code as a server keeps thousands: a fifteenth of what its rows take. The zero Packed is
// no code.
type Packed struct {
	size int
	bits string // row by row, the first square of eight in the highest bit
}

// Pack packs the squares of a code; its text is not among them.
func (c Code) Pack() Packed {
	bits := make([]byte, (c.Size*c.Size+7)/8)
	for y := range c.Size {
		for x := range c.Size {
			if c.Dark(x, y) {
				at := y*c.Size + x
				bits[at/8] |= 0x80 >> (at % 8)
			}
		}
	}
	return Packed{c.Size, string(bits)}
}

// Code is the code of a text whose squares were packed.
func (p Packed) Code(text string) Code {
	all := make([]byte, p.size*p.size)
	for at := range all {
		all[at] = '0' + p.bits[at/8]>>(7-at%8)&1
	}
	return Code{Text: text, Size: p.size, Squares: rows(string(all), p.size)}
}
