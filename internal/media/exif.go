package media

import "encoding/binary"

// Of EXIF (CIPA DC-008), one tag matters here: how the camera was held.
const (
	tagOrientation = 0x0112
	typeShort      = 3
	maxTags        = 1000 // in one directory; real ones have some dozens
)

// orientationOf reads the orientation, 1 to 8, out of a TIFF block as it stands in a JPEG's APP1 or
// a WebP's or PNG's EXIF chunk. Anything it cannot read gives 1, upright: a picture is not refused
// for its camera's notes.
func orientationOf(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	count := int(order.Uint16(tiff[at:]))
	entries := tiff[at+2:]
	for range min(count, maxTags) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == tagOrientation {
			value := int(order.Uint16(entries[8:]))
			if order.Uint16(entries[2:]) != typeShort || order.Uint32(entries[4:]) != 1 || value < 1 || value > 8 {
				return 1
			}
			return value
		}
		entries = entries[12:]
	}
	return 1
}
