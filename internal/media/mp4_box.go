package media

import (
	"encoding/binary"
	"io"
	"iter"
)

// The boxes of an MP4 (ISO/IEC 14496-12) are read here and not by a library: a table's length is
// checked against the bytes that are there before anything is made of it, so that a file of 1 kB
// cannot ask for 16 GB.

const (
	maxTopBoxes  = 40_000   // ten minutes in fragments of a thirtieth of a second, and room
	maxIndex     = 32 << 20 // bytes of one moov or moof; ten minutes need less than 1 MB
	maxBoxHeader = 16
)

// topBox is a box at the top of a file.
type topBox struct {
	name     string
	at, size int64 // bytes, header included
	header   int64 // bytes
}

// topBoxes walks the boxes of a file; together they cover it exactly or it is an error.
func topBoxes(r io.ReaderAt, size int64) ([]topBox, error) {
	var boxes []topBox
	for at := int64(0); at < size; {
		if len(boxes) == maxTopBoxes {
			return nil, errStructure
		}
		var h [maxBoxHeader]byte
		n, err := r.ReadAt(h[:min(maxBoxHeader, size-at)], at)
		if n < 8 {
			if err == nil || err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		b := topBox{name: string(h[4:8]), at: at, size: int64(binary.BigEndian.Uint32(h[:])), header: 8}
		switch b.size {
		case 0: // to the end of the file
			b.size = size - at
		case 1:
			if n < 16 {
				return nil, io.ErrUnexpectedEOF
			}
			large := binary.BigEndian.Uint64(h[8:])
			if large > uint64(size) {
				return nil, io.ErrUnexpectedEOF
			}
			b.size, b.header = int64(large), 16
		}
		if !printable(b.name) || b.size < b.header {
			return nil, errStructure
		}
		if b.size > size-at {
			return nil, io.ErrUnexpectedEOF
		}
		boxes = append(boxes, b)
		at += b.size
	}
	return boxes, nil
}

func printable(name string) bool {
	for i := range len(name) {
		if name[i] < ' ' || name[i] > '~' {
			return false
		}
	}
	return true
}

// load reads the inside of a box, up to limit bytes.
func (b topBox) load(r io.ReaderAt, limit int64) ([]byte, error) {
	if b.size-b.header > limit {
		return nil, errStructure
	}
	inside := make([]byte, b.size-b.header)
	if n, err := r.ReadAt(inside, b.at+b.header); n < len(inside) {
		return nil, err
	}
	return inside, nil
}

// boxesIn goes over the boxes inside b, which is in memory, and ends at the first that does not
// fit.
func boxesIn(b []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for len(b) >= 8 {
			size, header := uint64(binary.BigEndian.Uint32(b)), uint64(8)
			switch {
			case size == 0:
				size = uint64(len(b))
			case size == 1 && len(b) >= 16:
				size, header = binary.BigEndian.Uint64(b[8:]), 16
			}
			if size < header || size > uint64(len(b)) {
				return
			}
			if !yield(string(b[4:8]), b[header:size]) {
				return
			}
			b = b[size:]
		}
	}
}

// inside is the first box of that path in b, or nil.
func inside(b []byte, path ...string) []byte {
	for _, want := range path {
		var found []byte
		for name, data := range boxesIn(b) {
			if name == want {
				found = data
				break
			}
		}
		if found == nil {
			return nil
		}
		b = found
	}
	return b
}

// numbers reads big-endian integers from a box without going over its end; what is missing reads as
// 0 and is remembered in short.
type numbers struct {
	b     []byte
	short bool
}

func (n *numbers) take(count int) []byte {
	if count < 0 || count > len(n.b) {
		n.short = true
		n.b = nil
		return make([]byte, min(max(count, 8), 64))
	}
	out := n.b[:count]
	n.b = n.b[count:]
	return out
}

func (n *numbers) skip(count int)     { n.take(min(count, len(n.b)+1)) }
func (n *numbers) u8() uint8          { return n.take(1)[0] }
func (n *numbers) u16() uint16        { return binary.BigEndian.Uint16(n.take(2)) }
func (n *numbers) u32() uint32        { return binary.BigEndian.Uint32(n.take(4)) }
func (n *numbers) u64() uint64        { return binary.BigEndian.Uint64(n.take(8)) }
func (n *numbers) fits(c, w int) bool { return c >= 0 && c <= len(n.b)/w }

// wide reads a number whose width the version of its box decides: 32 bits in version 0, 64 in 1.
func (n *numbers) wide(version uint8) uint64 {
	if version == 1 {
		return n.u64()
	}
	return uint64(n.u32())
}
