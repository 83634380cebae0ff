package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"io"
	"math"
	"slices"

	"golang.org/x/image/webp"
)

// chunk is one part of a WebP (RFC 9649): a name of four letters and its bytes.
type chunk struct {
	name string
	data []byte
}

// chunks splits b into chunks, each padded to an even length.
func chunks(b []byte) ([]chunk, error) {
	var cs []chunk
	for len(b) > 0 {
		if len(b) < 8 {
			return cs, io.ErrUnexpectedEOF
		}
		length := uint64(binary.LittleEndian.Uint32(b[4:]))
		if 8+length > uint64(len(b)) {
			return cs, io.ErrUnexpectedEOF
		}
		cs = append(cs, chunk{name: string(b[:4]), data: b[8 : 8+length]})
		b = b[min(8+length+length%2, uint64(len(b))):]
	}
	return cs, nil
}

// body is the chunks inside the RIFF frame of a WebP, and where the frame ends.
func body(b []byte) ([]chunk, int, error) {
	if len(b) < 12 {
		return nil, 0, io.ErrUnexpectedEOF
	}
	end := 8 + uint64(binary.LittleEndian.Uint32(b[4:]))
	if end > uint64(len(b)) {
		return nil, 0, io.ErrUnexpectedEOF
	}
	if end < 12 {
		return nil, 0, errStructure
	}
	cs, err := chunks(b[12:end])
	return cs, int(end), err
}

const flagAnimation = 0x02 // in the first byte of VP8X

func dissectWebP(b []byte) (anatomy, error) {
	a := anatomy{orientation: 1}
	cs, end, err := body(b)
	if err != nil {
		return a, err
	}
	a.end = min(end+end%2, len(b))
	a.coded.addWebP(cs)
	for _, c := range cs {
		switch c.name {
		case "ANMF":
			a.moving = true
			if len(c.data) > 16 {
				frame, _ := chunks(c.data[16:])
				a.coded.addWebP(frame)
			}
		case "EXIF":
			a.orientation = orientationOf(bytes.TrimPrefix(c.data, []byte("Exif\x00\x00")))
		case "ICCP":
			a.profile = c.data
		}
	}
	// Whether a still has alpha is said by its parts; the flag in front may be wrong, and our
	// decoder believes it.
	if len(cs) > 0 && cs[0].name == "VP8X" && len(cs[0].data) >= 10 && !animated(cs) {
		size := extendedConfig(cs[0].data)
		a.decodable, err = wrapFrame(b[12:end], size.Width, size.Height)
	}
	return a, err
}

func webpConfig(b []byte) (image.Config, error) {
	cs, _, err := body(b)
	if err != nil {
		return image.Config{}, err
	}
	if animated(cs) {
		return extendedConfig(cs[0].data), nil
	}
	return webp.DecodeConfig(bytes.NewReader(b))
}

func animated(cs []chunk) bool {
	return len(cs) > 0 && cs[0].name == "VP8X" && len(cs[0].data) >= 10 && cs[0].data[0]&flagAnimation != 0
}

// extendedConfig reads the size of the canvas out of a VP8X chunk, each side stored less one in 24
// bits.
func extendedConfig(vp8x []byte) image.Config {
	return image.Config{Width: 1 + uint24(vp8x[4:]), Height: 1 + uint24(vp8x[7:])}
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// bestWebP decodes a WebP, of a moving one the frame that stands for it: the decoder knows stills
// alone, so each frame is wrapped up as one.
func bestWebP(ctx context.Context, b []byte, cfg image.Config) (image.Image, []Notice, error) {
	cs, _, err := body(b)
	if err != nil {
		return nil, nil, err
	}
	if !animated(cs) {
		m, err := decodeWebP(ctx, b)
		return m, nil, err
	}
	cs = slices.DeleteFunc(cs, func(c chunk) bool { return c.name != "ANMF" })
	if len(cs) == 0 {
		return nil, nil, errStructure
	}
	return best(ctx, cfg, len(cs), func(i int) (cel, error) { return webpCel(ctx, cs[i].data, cfg) })
}

// webpCel decodes one frame of a moving WebP.
func webpCel(ctx context.Context, data []byte, cfg image.Config) (cel, error) {
	if len(data) < 16 {
		return cel{}, io.ErrUnexpectedEOF
	}
	c := cel{at: image.Pt(2*uint24(data), 2*uint24(data[3:])), over: data[15]&2 == 0}
	if data[15]&1 != 0 {
		c.after = clearCel
	}
	w, h := 1+uint24(data[6:]), 1+uint24(data[9:])
	if c.at.X+w > cfg.Width || c.at.Y+h > cfg.Height {
		return cel{}, errStructure
	}
	still, err := wrapFrame(data[16:], w, h)
	if err != nil {
		return cel{}, err
	}
	c.img, err = decodeWebP(ctx, still)
	return c, err
}

// wrapFrame makes a still WebP out of the chunks of one frame of w×h pixels.
func wrapFrame(data []byte, w, h int) ([]byte, error) {
	parts, err := chunks(data)
	if err != nil {
		return nil, err
	}
	out := []byte("RIFF\x00\x00\x00\x00WEBP")
	for _, p := range parts {
		if p.name == "ALPH" {
			head := make([]byte, 10)
			head[0] = 0x10 // has alpha
			putUint24(head[4:], w-1)
			putUint24(head[7:], h-1)
			out = appendChunk(out, chunk{name: "VP8X", data: head})
		}
		if p.name == "ALPH" || p.name == "VP8 " || p.name == "VP8L" {
			out = appendChunk(out, p)
		}
	}
	// The frame's own header says its size again, and a frame may claim to be larger than the
	// canvas it passed as.
	cfg, err := webp.DecodeConfig(bytes.NewReader(fixLength(out)))
	if err != nil {
		return nil, err
	}
	if cfg.Width != w || cfg.Height != h {
		return nil, errStructure
	}
	return out, nil
}

func fixLength(riff []byte) []byte {
	binary.LittleEndian.PutUint32(riff[4:], uint32(len(riff)-8))
	return riff
}

func putUint24(b []byte, v int) { b[0], b[1], b[2] = byte(v), byte(v>>8), byte(v>>16) }

func appendChunk(b []byte, c chunk) []byte {
	b = append(b, c.name...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(c.data)))
	b = append(b, c.data...)
	if len(c.data)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

// decodeWebP decodes a still. The decoder hands out the planes of a lossy one as they are stored,
// light from 16 to 235 (RFC 6386 9.2), but Go's image types take planes for JPEG's, from 0 to 255:
// unconverted, white would be grey.
func decodeWebP(ctx context.Context, b []byte) (image.Image, error) {
	m, err := webp.Decode(&patient{ctx: ctx, r: bytes.NewReader(b)})
	if err != nil {
		return nil, err
	}
	switch m := m.(type) {
	case *image.YCbCr:
		fullRange(m)
	case *image.NYCbCrA:
		fullRange(&m.YCbCr)
	}
	return m, nil
}

// lightOf and colourOf are the numbers of a JPEG for those of television range, both BT.601.
var lightOf, colourOf = func() (light, colour [256]uint8) {
	for i := range 256 {
		light[i] = stretch(i, 16, 219, 0)
		colour[i] = stretch(i, 128, 224, 128)
	}
	return light, colour
}()

func stretch(v, zero, span, to int) uint8 {
	return uint8(min(max(math.Round(float64(v-zero)*255/float64(span))+float64(to), 0), 255))
}

func fullRange(m *image.YCbCr) {
	for _, p := range []struct {
		samples []byte
		table   *[256]uint8
	}{{m.Y, &lightOf}, {m.Cb, &colourOf}, {m.Cr, &colourOf}} {
		inBands(len(p.samples), func(from, until int) {
			for i, v := range p.samples[from:until] {
				p.samples[from+i] = p.table[v]
			}
		})
	}
}
