package media

import (
	"encoding/binary"
	"fmt"
)

// readSound is a sound track's codec as browsers name it and whether they all play it: AAC alone.
func readSound(t *track) (code string, ok bool) {
	if t.entry != "mp4a" || len(t.details) < soundEntry {
		return t.entry, false
	}
	esds := inside(t.details[soundEntry:], "esds")
	if len(esds) < 4 {
		return t.entry, false
	}
	// ISO/IEC 14496-1 7.2.6: descriptors 3 (stream), in it 4 (decoder), in that 5 (its settings).
	es := descriptor(esds[4:], 3)
	if len(es) < 3 {
		return t.entry, false
	}
	rest, flags := es[3:], es[2]
	if flags&0x80 != 0 {
		rest = rest[min(2, len(rest)):]
	}
	if flags&0x40 != 0 && len(rest) > 0 {
		rest = rest[min(1+int(rest[0]), len(rest)):]
	}
	if flags&0x20 != 0 {
		rest = rest[min(2, len(rest)):]
	}
	decoder := descriptor(rest, 4)
	if len(decoder) < 13 {
		return t.entry, false
	}
	if decoder[0] != 0x40 { // 0x69 and 0x6b are MP3, which old WebViews do not take inside MP4
		return fmt.Sprintf("mp4a.%02x", decoder[0]), false
	}
	settings := descriptor(decoder[13:], 5)
	if len(settings) < 2 {
		return "mp4a.40", false
	}
	kind := int(settings[0] >> 3)
	if kind == 31 {
		kind = 32 + int(binary.BigEndian.Uint16(settings)>>5&0x3f)
	}
	return fmt.Sprintf("mp4a.40.%d", kind), kind == 2 || kind == 5 || kind == 29
}

// descriptor is the inside of the first descriptor in b when it has that tag, else nil.
func descriptor(b []byte, tag byte) []byte {
	if len(b) == 0 || b[0] != tag {
		return nil
	}
	length := 0
	for i := 1; i < min(5, len(b)); i++ {
		length = length<<7 | int(b[i]&0x7f)
		if b[i]&0x80 == 0 {
			return b[i+1 : min(i+1+length, len(b))]
		}
	}
	return nil
}
