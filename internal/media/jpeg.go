package media

import (
	"bytes"
	"errors"
	"io"
	"slices"
)

// Markers of a JPEG, ITU-T T.81 table B.1.
const (
	markerTEM  = 0x01
	markerRST0 = 0xd0
	markerRST7 = 0xd7
	markerSOI  = 0xd8
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerSOF0 = 0xc0
	markerSOF2 = 0xc2 // progressive
	markerDHT  = 0xc4
	markerJPG  = 0xc8
	markerDAC  = 0xcc
	markerAPP1 = 0xe1
	markerAPP2 = 0xe2
	markerAPPE = 0xee
)

var errStructure = errors.New("media: broken structure")

// dissectJPEG walks the segments of a JPEG to its true end: thumbnails inside the EXIF data have
// ends of their own.
func dissectJPEG(b []byte) (anatomy, error) {
	a := anatomy{orientation: 1}
	exif, adobe, channels := false, false, 0
	var profile [][]byte
	pos := 2 // behind SOI
	for {
		if pos+2 > len(b) {
			return a, io.ErrUnexpectedEOF
		}
		if b[pos] != 0xff {
			// Some cameras leave stray bytes between segments; decoders skip them and so does this
			// walk.
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
			a.profile = jpegProfile(profile)
			if channels == 4 && !adobe {
				a.decodable = slices.Concat(b[:2], adobeCMYK, b[2:a.end])
			}
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
		switch {
		case marker == markerAPP1 && !exif && bytes.HasPrefix(segment, []byte("Exif\x00\x00")):
			exif = true
			a.orientation = orientationOf(segment[6:])
		case marker == markerAPP2:
			if part, ok := profilePart(segment); ok && len(profile) < 255 {
				profile = append(profile, part)
			}
		case marker == markerAPPE && bytes.HasPrefix(segment, []byte("Adobe")):
			adobe = true
		case isFrame(marker) && len(segment) > 5:
			channels = int(segment[5])
			if marker == markerSOF2 {
				a.coded.flat = jpegFlat
			}
		case marker == markerDHT && endsBlocks(segment):
			a.coded.flat = jpegFlat
		}
		pos += 2 + length
		if marker == markerSOS {
			end := behindScan(b, pos)
			a.coded.parts = append(a.coded.parts, b[pos:end])
			pos = end
		}
	}
}

// isFrame reports whether a marker opens a frame header (SOF0 to SOF15).
func isFrame(marker byte) bool {
	return marker >= markerSOF0 && marker < markerSOF0+16 && marker != markerDHT && marker != markerJPG && marker != markerDAC
}

// adobeCMYK is the segment that says of four channels: CMYK, inverted. Browsers take them so also
// without it; our decoder wants it said.
var adobeCMYK = []byte("\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00")

// behindScan is the offset of the first marker after coded data: 0xff followed by neither a stuffed
// 0 nor a restart.
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
