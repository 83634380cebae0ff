package media

import "io"

// dissectGIF walks the blocks of a GIF to its trailer, counting frames. GIF89a specification, 1990.
func dissectGIF(b []byte) (anatomy, error) {
	a := anatomy{orientation: 1}
	if len(b) < 13 {
		return a, io.ErrUnexpectedEOF
	}
	pos := 13 + tableLength(b[10])
	frames := 0
	for {
		if pos >= len(b) {
			return a, io.ErrUnexpectedEOF
		}
		switch b[pos] {
		case 0x3b: // trailer
			a.end, a.moving = pos+1, frames > 1
			return a, nil
		case 0x21: // extension: label, then sub-blocks
			pos = behindBlocks(b, pos+2)
		case 0x2c: // frame: place, size and flags, its own colours, code size, then sub-blocks
			if pos+10 > len(b) {
				return a, io.ErrUnexpectedEOF
			}
			frames++
			pos = behindBlocks(b, pos+10+tableLength(b[pos+9])+1)
		case 0x00: // stray terminator, written by some programs
			pos++
		default:
			return a, errStructure
		}
	}
}

// tableLength is the length in bytes of the colour table that a flags byte announces.
func tableLength(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

func behindBlocks(b []byte, pos int) int {
	for pos < len(b) {
		n := int(b[pos])
		pos += 1 + n
		if n == 0 {
			return pos
		}
	}
	return len(b)
}
