package media

import "io"

// coded is the part of a picture file in which a hole can be seen: bytes that were never written
// read as zeros, and compressed data has none but for the flat parts of a picture.
type coded struct {
	parts [][]byte
	flat  int // pixels that one byte of zeros may stand for; 0: none does
}

// coincidence is a run of zeros that whole data may have by chance, or as padding.
const coincidence = 256

// check gives [io.ErrUnexpectedEOF] for data with a hole, of a picture of so many pixels.
func (c coded) check(pixels int) error {
	most := coincidence
	if c.flat > 0 {
		most += pixels / c.flat
	}
	for _, part := range c.parts {
		run := 0
		for _, v := range part {
			if v != 0 {
				run = 0
			} else if run++; run > most {
				return io.ErrUnexpectedEOF
			}
		}
	}
	return nil
}

// Of data that is not compressed zeros are black. A file that ends in so much of it, in parts of
// its length, is not told from one whose copy is not done.
const blackEnd = 4

// blankEnd reports whether so much of a file's end is zeros.
func blankEnd(b []byte) bool { return allZero(b[len(b)-len(b)/blackEnd:]) }

// jpegFlat is how many pixels of a JPEG one byte of zeros may stand for: where the shortest code of
// a table says that a block is done, a block of no change takes two bits; of three channels there
// are three blocks for each 64 pixels.
const jpegFlat = 4 * 64 / 3

// endsBlocks reports whether a DHT segment (ITU-T T.81, B.2.4.2) has a table whose code of zeros
// ends a block.
func endsBlocks(segment []byte) bool {
	for len(segment) > 17 {
		count := 0
		for _, n := range segment[1:17] {
			count += int(n)
		}
		if segment[0]>>4 == 1 && count > 0 && segment[17] == 0 {
			return true
		}
		segment = segment[min(17+count, len(segment)):]
	}
	return false
}

// addWebP adds the picture in chunks of a WebP. Its alpha may be stored as it is, where zeros are
// nothing to see.
func (c *coded) addWebP(cs []chunk) {
	const lossy, lossless = 8 * 16 * 16, 64 // flat: eight macroblocks, and eight times eight pixels
	for _, part := range cs {
		switch part.name {
		case "VP8 ":
			c.parts, c.flat = append(c.parts, part.data), lossy
		case "VP8L":
			c.parts, c.flat = append(c.parts, part.data), lossless
		}
	}
}
