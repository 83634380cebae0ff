package inbox

import (
	"bytes"
	"encoding/binary"
	"io"
)

// whole says whether a file of size bytes shows by itself that nothing of it is missing: a picture with its end where the
// end of the file is. What is not such a picture, or cannot be read, is no: then it waits as all files do.
//
// It need not be sure. A file that goes on growing after it was told is told again, and nothing that was refused is set
// aside while somebody writes.
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

// reachesScan walks the segments of a JPEG (ITU-T T.81, B.1) to its coded picture, in which no end can stand but its own.
// Before it, the small picture in a camera's notes has an end too: a copy that pauses there would pass for whole.
func reachesScan(r io.ReaderAt, size int64) bool {
	const startOfScan, most = 0xda, 200
	at := int64(2)
	for range most {
		var segment [4]byte // 0xff, what it is, its length in two bytes
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
