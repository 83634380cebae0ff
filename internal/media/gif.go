package media

import (
	"bytes"
	"context"
	"image"
	"image/gif"
	"io"
	"slices"
)

// gifFrame is where a frame lies in a file: its control block, if it has one, and its picture.
type gifFrame struct{ control, picture, end int }

// dissectGIF walks the blocks of a GIF to its trailer, counting frames. GIF89a specification, 1990.
func dissectGIF(b []byte) (anatomy, error) {
	a := anatomy{orientation: 1}
	frames, end, err := gifFrames(b)
	a.end, a.moving = end, len(frames) > 1
	return a, err
}

func gifFrames(b []byte) (frames []gifFrame, end int, err error) {
	if len(b) < 13 {
		return nil, 0, io.ErrUnexpectedEOF
	}
	pos := 13 + tableLength(b[10])
	control := 0
	for {
		if pos >= len(b) {
			return nil, 0, io.ErrUnexpectedEOF
		}
		switch b[pos] {
		case 0x3b: // trailer
			return frames, pos + 1, nil
		case 0x21: // extension: label, then sub-blocks
			if pos+1 < len(b) && b[pos+1] == 0xf9 {
				control = pos
			}
			pos = behindBlocks(b, pos+2)
		case 0x2c: // frame: place, size and flags, its own colours, code size, then sub-blocks
			if pos+10 > len(b) {
				return nil, 0, io.ErrUnexpectedEOF
			}
			f := gifFrame{control: control, picture: pos}
			pos = behindBlocks(b, pos+10+tableLength(b[pos+9])+1)
			f.end, control = pos, 0
			frames = append(frames, f)
		case 0x00: // stray terminator, written by some programs
			pos++
		default:
			return nil, 0, errStructure
		}
	}
}

// bestGIF is the frame of a GIF that stands for it, on the whole of its canvas.
func bestGIF(ctx context.Context, b []byte, cfg image.Config) (image.Image, []Notice, error) {
	frames, _, err := gifFrames(b)
	if err != nil || len(frames) == 0 {
		return nil, nil, io.ErrUnexpectedEOF
	}
	top := b[:13+tableLength(b[10])]
	return best(ctx, cfg, len(frames), func(i int) (cel, error) {
		f := frames[i]
		c := cel{over: true}
		var control []byte
		if f.control > 0 && f.control+8 <= len(b) {
			control = b[f.control : f.control+8]
			switch control[3] >> 2 & 7 {
			case 2:
				c.after = clearCel
			case 3:
				c.after = restoreCel
			}
		}
		alone := slices.Concat(top, control, b[f.picture:f.end], []byte{0x3b})
		m, err := gif.Decode(&patient{ctx: ctx, r: bytes.NewReader(alone)})
		if err != nil {
			return c, err
		}
		c.img, c.at = m, m.Bounds().Min
		return c, nil
	})
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
