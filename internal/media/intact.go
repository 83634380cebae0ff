package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
)

// A copy over a share, or a download, takes its full size at once: what was not written yet reads
// as zeros. The index of a clip may be there before its pictures, and a screen would play it until
// it freezes in the middle.

// hole is the shortest run of zeros that is taken for bytes that were never written. H.264 lets
// none stand inside a picture (ITU-T H.264, 7.4.1), and padding behind one is shorter.
const hole = 64

// checkIntact refuses a clip one of whose pictures was never written, or whose index leads to
// other bytes than pictures. Of a fragmented clip, whose index names no places, all media data is
// looked through.
func checkIntact(ctx context.Context, r io.ReaderAt, f film, boxes []topBox) error {
	if f.video == nil || len(f.video.details) < visualEntry {
		return nil
	}
	count, garbled := 0, 0
	lengths := unitLengths(f.video)
	for at, size := range f.video.places {
		if lengths == 0 {
			break
		}
		if count++; count%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch conditionOf(r, at, size, lengths) {
		case unwritten:
			return io.ErrUnexpectedEOF
		case garbage:
			garbled++
		}
	}
	if garbled > count/2 {
		return errStructure
	}
	if count > 0 {
		return nil
	}
	for _, b := range boxes {
		if b.name == "mdat" && hasHole(ctx, io.NewSectionReader(r, b.at+b.header, b.size-b.header)) {
			return io.ErrUnexpectedEOF
		}
	}
	return ctx.Err()
}

// unitLengths is how many bytes say how long a unit of the track's pictures is, of H.264 and HEVC
// (ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1); 0: its pictures are not made of units.
func unitLengths(t *track) int {
	entry := t.details[visualEntry:]
	switch avcC, hvcC := inside(entry, "avcC"), inside(entry, "hvcC"); {
	case len(avcC) >= 5:
		return int(avcC[4]&3) + 1
	case len(hvcC) >= 22:
		return int(hvcC[21]&3) + 1
	}
	return 0
}

// places goes over the samples that the index names: where each lies and how long it is.
func (t *track) places(yield func(at, size int64) bool) {
	sizes := numbers{b: inside(t.stbl, "stsz")}
	sizes.skip(4)
	each := int64(sizes.u32())
	left := sizes.u32()
	width := 4
	chunks := numbers{b: inside(t.stbl, "stco")}
	if chunks.b == nil {
		width, chunks.b = 8, inside(t.stbl, "co64")
	}
	chunks.skip(8)
	runs := numbers{b: inside(t.stbl, "stsc")}
	runs.skip(4)
	count := runs.u32()
	first, perChunk := runs.u32(), runs.u32()
	runs.skip(4)
	next := runs.u32()
	for chunk := uint32(1); left > 0 && len(chunks.b) >= width; chunk++ {
		if count > 1 && chunk == next && !runs.short {
			first, perChunk = next, runs.u32()
			runs.skip(4)
			count--
			next = runs.u32()
		}
		at := int64(0)
		if width == 4 {
			at = int64(chunks.u32())
		} else {
			at = int64(chunks.u64())
		}
		if perChunk == 0 || first == 0 || at < 0 {
			return
		}
		for range min(perChunk, left) {
			size := each
			if each == 0 {
				size = int64(sizes.u32())
			}
			left--
			if sizes.short || !yield(at, size) {
				return
			}
			at += size
		}
	}
}

// condition is what is found where a picture should be.
type condition int

const (
	sound condition = iota
	unwritten
	garbage // a decoder goes on behind it, if there is something to go on with
)

// conditionOf looks at a sample. It is unwritten if it holds no unit at all, or one whose end is
// zeros. Its units stand behind their lengths, which take that many bytes (ISO/IEC 14496-15,
// 5.3.4.2), and begin with a bit that is 0 (ITU-T H.264, 7.3.1).
func conditionOf(r io.ReaderAt, at, size int64, lengths int) condition {
	if size <= int64(lengths) {
		return sound // a picture that is left out on purpose
	}
	units := 0
	end := at + size
	for at+int64(lengths) <= end {
		var b [8]byte
		if _, err := r.ReadAt(b[8-lengths:], at); err != nil {
			return unwritten
		}
		length := int64(binary.BigEndian.Uint64(b[:]))
		at += int64(lengths)
		if length == 0 {
			continue
		}
		if length > end-at {
			return garbage
		}
		var first [1]byte
		if _, err := r.ReadAt(first[:], at); err != nil {
			return unwritten
		}
		if first[0]&0x80 != 0 {
			return garbage
		}
		units++
		at += length
		last := make([]byte, min(length, hole))
		if _, err := r.ReadAt(last, at-int64(len(last))); err != nil || len(last) == hole && allZero(last) {
			return unwritten
		}
	}
	if units == 0 {
		return unwritten
	}
	return sound
}

// hasHole looks for a run of zeros far longer than any that a sound or a padding has.
func hasHole(ctx context.Context, r io.Reader) bool {
	const length, step = 4 << 10, 64 << 10
	b := make([]byte, step)
	for ctx.Err() == nil {
		n, err := io.ReadFull(r, b)
		for at := 0; at+length <= n; at += length {
			if allZero(b[at : at+length]) {
				return true
			}
		}
		if err != nil {
			return false
		}
	}
	return false
}

func allZero(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }
