package media

import "encoding/binary"

// What scanners and Paint write: TIFF (revision 6.0) and BMP. Their decoders know where a picture
// ends; nothing behind it is served, and what is shown is encoded again.

const (
	tagProfile = 34675
	maxPages   = 500 // directories that are counted
)

func dissectTIFF(b []byte) (anatomy, error) {
	a := anatomy{end: len(b), orientation: orientationOf(b)}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	if len(b) < 8 {
		return a, errStructure
	}
	at := uint64(order.Uint32(b[4:]))
	for at > 0 && at+2 <= uint64(len(b)) && a.pages < maxPages {
		count := uint64(order.Uint16(b[at:]))
		end := at + 2 + 12*count
		if end+4 > uint64(len(b)) {
			break
		}
		if a.pages++; a.pages == 1 {
			a.profile = tiffProfile(b, b[at+2:end], order)
		}
		at = uint64(order.Uint32(b[end:]))
	}
	return a, nil
}

func tiffProfile(b, entries []byte, order binary.ByteOrder) []byte {
	for ; len(entries) >= 12; entries = entries[12:] {
		if order.Uint16(entries) == tagProfile {
			size, at := uint64(order.Uint32(entries[4:])), uint64(order.Uint32(entries[8:]))
			if size > 4 && at+size <= uint64(len(b)) {
				return b[at : at+size]
			}
		}
	}
	return nil
}

func dissectBMP(b []byte) (anatomy, error) {
	a := anatomy{end: len(b), orientation: 1}
	const embedded = "DEBM" // PROFILE_EMBEDDED, least significant letter first
	if len(b) >= 14+124 && binary.LittleEndian.Uint32(b[14:]) == 124 && string(b[14+56:14+60]) == embedded {
		at, size := uint64(binary.LittleEndian.Uint32(b[14+112:]))+14, uint64(binary.LittleEndian.Uint32(b[14+116:]))
		if at+size <= uint64(len(b)) {
			a.profile = b[at : at+size]
		}
	}
	return a, nil
}
