package inbox

import (
	"bytes"
	"encoding/binary"
	"io"
)

// shape tells what a file's content says about its end.
type shape int

const (
	plain shape = iota // nothing
	// its end is missing: only a part was copied, or space was allocated and not written
	cut
	complete // the format's end is at the end of the file
)

// writer tells whether somebody writes to a file.
type writer int

const (
	unknown writer = iota
	closed
	writing
)

// shapeOf looks at both ends of a file of size bytes. A file that cannot be read is plain.
func shapeOf(r io.ReaderAt, size int64) shape {
	const endLength = 64 << 10 // contains the index of a ZIP, however long its comment
	head, tail := make([]byte, min(size, 16)), make([]byte, min(size, endLength))
	if n, _ := r.ReadAt(head, 0); n < len(head) {
		return plain
	}
	if n, _ := r.ReadAt(tail, size-int64(len(tail))); n < len(tail) {
		return plain
	}
	if last := tail[max(0, len(tail)-64):]; len(bytes.Trim(last, "\x00")) == 0 {
		return cut // a share shows the full size from the start; the missing part reads as zeros
	}
	if whole(r, size) {
		return complete
	}
	has := func(mark string) shape {
		if bytes.Contains(tail, []byte(mark)) {
			return plain
		}
		return cut
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return has("\xff\xd9") // phones append more after it
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return has("IEND")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		if has("PK\x05\x06") == plain {
			return complete
		}
		return cut
	case bytes.HasPrefix(head, []byte("RIFF")) && size < 8+int64(binary.LittleEndian.Uint32(head[4:])):
		return cut
	case bytes.HasPrefix(head, []byte("BM")) && size < int64(binary.LittleEndian.Uint32(head[2:])):
		return cut
	case len(head) == 16 && string(head[4:8]) == "ftyp":
		return filmShape(r, size)
	}
	return plain
}

// filmShape walks the boxes of an MP4 (ISO/IEC 14496-12, 4.2). They must end where the file does
// and include the index.
func filmShape(r io.ReaderAt, size int64) shape {
	const most = 100_000 // a fragmented clip has two boxes a second
	index := false
	for at, n := int64(0), 0; at < size; n++ {
		var head [16]byte
		got, _ := r.ReadAt(head[:], at)
		if got < 8 || n == most {
			return cut
		}
		length := int64(binary.BigEndian.Uint32(head[:]))
		switch {
		case length == 1 && got == 16:
			length = int64(binary.BigEndian.Uint64(head[8:]))
		case length == 0 && head[4] != 0: // the last box may leave its length open
			length = size - at
		}
		if length < 8 || length > size-at {
			return cut
		}
		index = index || string(head[4:8]) == "moov"
		at += length
	}
	if !index {
		return cut
	}
	return complete
}

// whole reports whether a file of size bytes is visibly complete: a picture whose format ends where
// the file does. For anything else, or a file that cannot be read, it returns false, and the file
// waits the usual time.
//
// It need not be certain. A file that grows after it was reported is reported again, and a refused
// file is not moved while somebody writes to it.
func whole(r io.ReaderAt, size int64) bool {
	var head, tail [12]byte
	if size < int64(len(head)+len(tail)) {
		return false
	}
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return false
	}
	if n, _ := r.ReadAt(tail[:], size-int64(len(tail))); n < len(tail) {
		return false
	}
	switch {
	case bytes.HasPrefix(head[:], []byte("\xff\xd8\xff")):
		return bytes.HasSuffix(tail[:], []byte("\xff\xd9")) && reachesScan(r, size)
	case bytes.HasPrefix(head[:], []byte("\x89PNG\r\n\x1a\n")):
		return string(tail[:]) == "\x00\x00\x00\x00IEND\xae\x42\x60\x82"
	case bytes.HasPrefix(head[:], []byte("GIF8")):
		return bytes.HasSuffix(tail[:], []byte("\x00\x3b")) // the end of the last block, then the trailer
	case bytes.HasPrefix(head[:], []byte("RIFF")) && string(head[8:]) == "WEBP":
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		return size == 8+length+length%2
	}
	return false
}

// reachesScan walks the segments of a JPEG (ITU-T T.81, B.1) up to its coded picture, which can
// contain no end marker but its own. The thumbnail in a camera's metadata has an end marker too: a
// copy that pauses there must not pass for complete.
func reachesScan(r io.ReaderAt, size int64) bool {
	const startOfScan, most = 0xda, 200
	at := int64(2)
	for range most {
		var segment [4]byte // 0xff, its kind, its length in two bytes
		if _, err := r.ReadAt(segment[:], at); err != nil || segment[0] != 0xff {
			return false
		}
		at += 2 + int64(binary.BigEndian.Uint16(segment[2:]))
		if at >= size {
			return false
		}
		if segment[1] == startOfScan {
			return true
		}
	}
	return false
}
