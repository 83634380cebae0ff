package media

import "encoding/binary"

// What scanners and Paint write: TIFF (revision 6.0) and BMP. Their decoders know where a picture
// ends; nothing behind it is served, and what is shown is encoded again.

// Tags of a TIFF, and values of theirs.
const (
	tagCompression = 259
	tagPhotometric = 262
	tagStrips      = 273
	tagSamples     = 277
	tagStripSizes  = 279
	tagPlanar      = 284
	tagTiles       = 324
	tagTileSizes   = 325
	tagProfile     = 34675

	plainTIFF    = 1
	group3       = 3
	lzw          = 5
	packBits     = 32773
	blackIsZero  = 1
	rgbTIFF      = 2
	separate     = 2   // planes, one for each colour
	maxPages     = 500 // directories that are counted
	maxStrips    = 1 << 20
	headerOfTIFF = 8
)

func dissectTIFF(b []byte) (anatomy, error) {
	a := anatomy{end: len(b), orientation: orientationOf(b)}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	if len(b) < headerOfTIFF {
		return a, errStructure
	}
	var first directory
	at := uint64(order.Uint32(b[4:]))
	for at > 0 && at+2 <= uint64(len(b)) && a.pages < maxPages {
		count := uint64(order.Uint16(b[at:]))
		end := at + 2 + 12*count
		if end+4 > uint64(len(b)) {
			break
		}
		if a.pages++; a.pages == 1 {
			first = directory{b, b[at+2 : end], order}
		}
		at = uint64(order.Uint32(b[end:]))
	}
	a.profile = first.bytes(tagProfile)
	compression := first.number(tagCompression, plainTIFF)
	switch {
	case first.number(tagPlanar, 1) == separate && first.number(tagSamples, 1) > 1:
		return a, planesApart
	case compression == group3:
		a.rare = fax3
	case compression == lzw || compression == packBits:
		a.coded.parts = first.parts()
	case compression == plainTIFF && (first.number(tagPhotometric, 0) == blackIsZero || first.number(tagPhotometric, 0) == rgbTIFF) && blankEnd(b):
		return a, blackOrCut
	}
	return a, nil
}

// directory is what a TIFF says of one picture: tags of twelve bytes each.
type directory struct {
	file, entries []byte
	order         binary.ByteOrder
}

// values are where the values of a tag stand, and how many bytes each has.
func (d directory) values(tag uint16) (values []byte, width int) {
	widths := map[uint16]uint64{1: 1, 3: 2, 4: 4, 7: 1}
	for e := d.entries; len(e) >= 12; e = e[12:] {
		if d.order.Uint16(e) != tag {
			continue
		}
		each := widths[d.order.Uint16(e[2:])]
		size := each * uint64(d.order.Uint32(e[4:]))
		if size <= 4 {
			return e[8 : 8+size], int(each)
		}
		if at := uint64(d.order.Uint32(e[8:])); at+size <= uint64(len(d.file)) {
			return d.file[at : at+size], int(each)
		}
	}
	return nil, 0
}

func (d directory) bytes(tag uint16) []byte {
	b, _ := d.values(tag)
	return b
}

func (d directory) numbers(tag uint16) (out []uint64) {
	b, width := d.values(tag)
	for ; width > 0 && len(b) >= width && len(out) < maxStrips; b = b[width:] {
		switch width {
		case 2:
			out = append(out, uint64(d.order.Uint16(b)))
		case 4:
			out = append(out, uint64(d.order.Uint32(b)))
		default:
			out = append(out, uint64(b[0]))
		}
	}
	return out
}

// number is a tag's first value; usual where it has none.
func (d directory) number(tag uint16, usual uint64) uint64 {
	if all := d.numbers(tag); len(all) > 0 {
		return all[0]
	}
	return usual
}

// parts are the strips or tiles that lie inside the file.
func (d directory) parts() (out [][]byte) {
	for _, tags := range [][2]uint16{{tagStrips, tagStripSizes}, {tagTiles, tagTileSizes}} {
		sizes := d.numbers(tags[1])
		for i, at := range d.numbers(tags[0]) {
			if i < len(sizes) && at+sizes[i] <= uint64(len(d.file)) {
				out = append(out, d.file[at:at+sizes[i]])
			}
		}
	}
	return out
}

func dissectBMP(b []byte) (anatomy, error) {
	a := anatomy{end: len(b), orientation: 1}
	const (
		header   = 14
		embedded = "DEBM" // PROFILE_EMBEDDED, least significant letter first
	)
	if len(b) >= header+40 && binary.LittleEndian.Uint16(b[header+14:]) >= 24 && blankEnd(b) {
		return a, blackOrCut
	}
	if len(b) >= header+124 && binary.LittleEndian.Uint32(b[header:]) == 124 && string(b[header+56:header+60]) == embedded {
		at, size := uint64(binary.LittleEndian.Uint32(b[header+112:]))+header, uint64(binary.LittleEndian.Uint32(b[header+116:]))
		if at+size <= uint64(len(b)) {
			a.profile = b[at : at+size]
		}
	}
	return a, nil
}
