package media

import (
	"bytes"
	"errors"
	"io"
)

// Markers of a JPEG, ITU-T T.81 table B.1.
const (
	markerTEM  = 0x01
	markerRST0 = 0xd0
	markerRST7 = 0xd7
	markerSOI  = 0xd8
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerAPP1 = 0xe1
)

var errStructure = errors.New("media: broken structure")

// dissectJPEG walks the segments of a JPEG to its true end: thumbnails inside the EXIF data have ends of their own.
func dissectJPEG(b []byte) (anatomy, error) {
	a := anatomy{orientation: 1}
	exif := false
	pos := 2 // behind SOI
	for {
		if pos+2 > len(b) {
			return a, io.ErrUnexpectedEOF
		}
		if b[pos] != 0xff {
			// Some cameras leave stray bytes between segments; decoders skip them and so does this walk.
			next := bytes.IndexByte(b[pos:], 0xff)
			if next < 0 {
				return a, io.ErrUnexpectedEOF
			}
			pos += next
			continue
		}
		marker := b[pos+1]
		switch {
		case marker == 0xff: // fill byte
			pos++
			continue
		case marker == markerEOI:
			a.end = pos + 2
			return a, nil
		case marker == 0 || marker == markerTEM || marker == markerSOI || marker >= markerRST0 && marker <= markerRST7:
			pos += 2
			continue
		}
		if pos+4 > len(b) {
			return a, io.ErrUnexpectedEOF
		}
		length := int(b[pos+2])<<8 | int(b[pos+3])
		if length < 2 {
			return a, errStructure
		}
		if pos+2+length > len(b) {
			return a, io.ErrUnexpectedEOF
		}
		segment := b[pos+4 : pos+2+length]
		if marker == markerAPP1 && !exif && bytes.HasPrefix(segment, []byte("Exif\x00\x00")) {
			exif = true
			a.orientation = orientationOf(segment[6:])
		}
		pos += 2 + length
		if marker == markerSOS {
			pos = behindScan(b, pos)
		}
	}
}

// behindScan is the offset of the first marker after coded data: 0xff followed by neither a stuffed 0 nor a restart.
func behindScan(b []byte, pos int) int {
	for {
		next := bytes.IndexByte(b[pos:], 0xff)
		if next < 0 || pos+next+1 >= len(b) {
			return len(b)
		}
		pos += next
		m := b[pos+1]
		if m != 0 && m != 0xff && (m < markerRST0 || m > markerRST7) {
			return pos
		}
		if m == 0xff {
			pos++
		} else {
			pos += 2
		}
	}
}
