package media

import (
	"encoding/binary"
	"io"
)

// dissectPNG walks the chunks of a PNG to IEND.
func dissectPNG(b []byte) (anatomy, error) {
	a := anatomy{orientation: 1}
	pos := 8 // behind the signature
	for {
		if pos+12 > len(b) {
			return a, io.ErrUnexpectedEOF
		}
		length := uint64(binary.BigEndian.Uint32(b[pos:]))
		end := uint64(pos) + 12 + length // length, type and checksum are 4 bytes each
		if end > uint64(len(b)) {
			return a, io.ErrUnexpectedEOF
		}
		data := b[pos+8 : end-4]
		switch string(b[pos+4 : pos+8]) {
		case "acTL": // animated PNG; its IDAT is the picture for those that do not move it
			a.moving = len(data) >= 4 && binary.BigEndian.Uint32(data) > 1
		case "eXIf":
			a.orientation = orientationOf(data)
		case "IEND":
			a.end = int(end)
			return a, nil
		}
		pos = int(end)
	}
}
