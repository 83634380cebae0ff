package media

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"slices"
)

// pngChunk is one part of a PNG: a name of four letters and its bytes.
type pngChunk struct {
	name  string
	data  []byte
	whole []byte // with length and checksum
	sound bool   // the checksum is right; looked at in parts that a picture can do without
}

// pngChunks walks the chunks of a PNG to IEND.
func pngChunks(b []byte) (cs []pngChunk, end int, err error) {
	pos := 8 // behind the signature
	for {
		if pos+12 > len(b) {
			return nil, 0, io.ErrUnexpectedEOF
		}
		length := uint64(binary.BigEndian.Uint32(b[pos:]))
		end := uint64(pos) + 12 + length // length, type and checksum are 4 bytes each
		if end > uint64(len(b)) {
			return nil, 0, io.ErrUnexpectedEOF
		}
		c := pngChunk{name: string(b[pos+4 : pos+8]), data: b[pos+8 : end-4], whole: b[pos:end], sound: true}
		if c.spare() && c.name != "fdAT" {
			c.sound = crc32.ChecksumIEEE(b[pos+4:end-4]) == binary.BigEndian.Uint32(b[end-4:])
		}
		cs = append(cs, c)
		if c.name == "IEND" {
			return cs, int(end), nil
		}
		pos = int(end)
	}
}

// spare reports whether a picture can be decoded without the chunk: its name begins with a small
// letter.
func (c pngChunk) spare() bool { return c.name[0]&0x20 != 0 }

func dissectPNG(b []byte) (anatomy, error) {
	a := anatomy{orientation: 1}
	cs, end, err := pngChunks(b)
	if err != nil {
		return a, err
	}
	a.end = end
	var said pngColours
	for _, c := range cs {
		if !c.sound {
			continue
		}
		switch c.name {
		case "acTL": // animated PNG; its IDAT is the picture for those that do not move it
			a.moving = len(c.data) >= 4 && binary.BigEndian.Uint32(c.data) > 1
		case "eXIf":
			a.orientation = orientationOf(c.data)
		case "iCCP":
			a.profile = unpackProfile(c.data)
		default:
			said.read(c)
		}
	}
	a.grey = said.grey
	if a.profile == nil {
		a.colours, a.unknown = said.colours(), said.unknown()
	}
	// Browsers leave out what has a bad checksum and is not needed; our decoder would refuse the
	// whole.
	if slices.ContainsFunc(cs, func(c pngChunk) bool { return !c.sound }) {
		parts := [][]byte{b[:8]}
		for _, c := range cs {
			if c.sound {
				parts = append(parts, c.whole)
			}
		}
		a.decodable = slices.Concat(parts...)
	}
	return a, nil
}

// unpackProfile is the profile in an iCCP chunk: a name, a zero, the method 0, compressed bytes.
func unpackProfile(data []byte) []byte {
	name := bytes.IndexByte(data, 0)
	if name < 0 || name+2 > len(data) {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(data[name+2:]))
	if err != nil {
		return nil
	}
	b, err := io.ReadAll(io.LimitReader(r, maxProfile))
	if err != nil {
		return nil
	}
	return b
}

// bestPNG decodes a PNG: the picture that it is for all, unless that is blank and moves on to
// something.
func bestPNG(ctx context.Context, b []byte, cfg image.Config) (image.Image, []Notice, error) {
	cs, _, err := pngChunks(b)
	if err != nil {
		return nil, nil, err
	}
	whole := func() (image.Image, error) { return png.Decode(&patient{ctx: ctx, r: bytes.NewReader(b)}) }
	frames := pngFrames(cs)
	if len(frames) < 2 {
		m, err := whole()
		return m, nil, err
	}
	return best(ctx, cfg, len(frames), func(i int) (cel, error) {
		f := frames[i]
		var m image.Image
		var err error
		if f.main {
			m, err = whole()
		} else {
			m, err = png.Decode(&patient{ctx: ctx, r: bytes.NewReader(f.alone(cs))})
		}
		if err == nil && !m.Bounds().Add(f.at).In(image.Rect(0, 0, cfg.Width, cfg.Height)) {
			err = errStructure
		}
		return cel{img: m, at: f.at, over: f.over, after: f.after}, err
	})
}

// pngFrame is a frame of an animated PNG.
type pngFrame struct {
	size  []byte // width and height as in the file
	at    image.Point
	over  bool
	after disposal
	main  bool // its data are the picture's own
	data  [][]byte
}

// pngFrames lists the frames. A picture that is not part of its animation counts as the first.
func pngFrames(cs []pngChunk) (frames []pngFrame) {
	picture := false
	for _, c := range cs {
		switch {
		case c.name == "fcTL" && c.sound && len(c.data) >= 26:
			at := image.Pt(int(binary.BigEndian.Uint32(c.data[12:])&0xffffff), int(binary.BigEndian.Uint32(c.data[16:])&0xffffff))
			frames = append(frames, pngFrame{
				size: c.data[4:12], at: at, over: c.data[25] == 1, after: min(disposal(c.data[24]), restoreCel), main: !picture && len(frames) == 0,
			})
		case c.name == "IDAT" && !picture:
			picture = true
			if len(frames) == 0 {
				frames = append(frames, pngFrame{main: true, after: clearCel})
			}
		case c.name == "fdAT" && len(frames) > 0 && len(c.data) > 4:
			f := &frames[len(frames)-1]
			f.data = append(f.data, c.data[4:])
		}
	}
	return frames
}

// alone is the frame as a PNG of its own.
func (f pngFrame) alone(cs []pngChunk) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	for _, c := range cs {
		switch c.name {
		case "IHDR":
			out = appendPNG(out, c.name, slices.Concat(f.size, c.data[min(8, len(c.data)):]))
		case "PLTE", "tRNS":
			out = append(out, c.whole...)
		}
	}
	return appendPNG(appendPNG(out, "IDAT", slices.Concat(f.data...)), "IEND", nil)
}

func appendPNG(b []byte, name string, data []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	at := len(b)
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[at:]))
}
