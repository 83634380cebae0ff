package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"io"

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
	for _, c := range cs {
		switch c.name {
		case "ANMF":
			a.moving = true
		case "EXIF":
			a.orientation = orientationOf(bytes.TrimPrefix(c.data, []byte("Exif\x00\x00")))
		}
	}
	return a, nil
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

// extendedConfig reads the size of the canvas out of a VP8X chunk, each side stored less one in 24 bits.
func extendedConfig(vp8x []byte) image.Config {
	return image.Config{Width: 1 + uint24(vp8x[4:]), Height: 1 + uint24(vp8x[7:])}
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// firstWebP decodes a WebP, of a moving one the first frame at its place on the canvas: the decoder knows stills
// alone, so the frame is wrapped up as one.
func firstWebP(ctx context.Context, b []byte, cfg image.Config) (image.Image, error) {
	cs, _, err := body(b)
	if err != nil {
		return nil, err
	}
	if !animated(cs) {
		return decodeWebP(ctx, b)
	}
	for _, c := range cs {
		if c.name != "ANMF" {
			continue
		}
		if len(c.data) < 16 {
			return nil, io.ErrUnexpectedEOF
		}
		at := image.Pt(2*uint24(c.data), 2*uint24(c.data[3:]))
		w, h := 1+uint24(c.data[6:]), 1+uint24(c.data[9:])
		if at.X+w > cfg.Width || at.Y+h > cfg.Height {
			return nil, errStructure
		}
		still, err := wrapFrame(c.data[16:], w, h)
		if err != nil {
			return nil, err
		}
		frame, err := decodeWebP(ctx, still)
		if err != nil {
			return nil, err
		}
		return onCanvas(frame, at, cfg), nil
	}
	return nil, errStructure
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
	// The frame's own header says its size again, and a frame may claim to be larger than the canvas it passed as.
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

// decodeWebP decodes a still. The decoder hands out the planes of a lossy one as they are stored, light from 16 to
// 235 (RFC 6386 9.2), but Go's image types take planes for JPEG's, from 0 to 255: unconverted, white would be grey.
func decodeWebP(ctx context.Context, b []byte) (image.Image, error) {
	m, err := webp.Decode(&patient{ctx: ctx, r: bytes.NewReader(b)})
	if err != nil {
		return nil, err
	}
	switch m := m.(type) {
	case *image.YCbCr:
		return fullRange(m), nil
	case *image.NYCbCrA:
		out := fullRange(&m.YCbCr)
		for y := range out.Rect.Dy() {
			row := out.Pix[y*out.Stride:]
			for x := range out.Rect.Dx() {
				row[4*x+3] = m.A[y*m.AStride+x]
			}
		}
		return out, nil
	}
	return m, nil
}

// fullRange converts planes of television range, BT.601, in steps of 1/65536.
func fullRange(m *image.YCbCr) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, m.Rect.Dx(), m.Rect.Dy()))
	inBands(out.Rect.Dy(), func(from, until int) {
		for y := from; y < until; y++ {
			row := out.Pix[y*out.Stride:][:4*out.Rect.Dx()]
			for x := 0; x < len(row); x += 4 {
				at := m.COffset(m.Rect.Min.X+x/4, m.Rect.Min.Y+y)
				light := 76309 * (int32(m.Y[y*m.YStride+x/4]) - 16)
				blue, red := int32(m.Cb[at])-128, int32(m.Cr[at])-128
				row[x] = byte16(light + 104597*red)
				row[x+1] = byte16(light - 25674*blue - 53278*red)
				row[x+2] = byte16(light + 132201*blue)
				row[x+3] = 255
			}
		}
	})
	return out
}

func byte16(v int32) uint8 { return uint8(min(max((v+1<<15)>>16, 0), 255)) }
