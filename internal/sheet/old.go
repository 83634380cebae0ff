package sheet

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"

	"ngatu/content"
)

// What the first bytes of an old Office file say: a small file system of sectors and streams.
const (
	compound       = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	compoundHeader = 512
	freeSector     = 0xFFFFFFFF
	lastSector     = 0xFFFFFFFA // numbers above are no sectors
)

// sniffCompound tells old Excel workbooks from others of their kind, and whole ones from those that
// were cut off: LibreOffice would mend these without a word.
func sniffCompound(data []byte) kind {
	names, whole := streams(data)
	has := func(name string) bool { return slices.Contains(names, name) }
	switch {
	case has("EncryptedPackage"):
		return isLocked
	case !whole:
		return isBrokenZip
	case has("Workbook") || has("Book"):
		return isOldBook
	}
	return isOther
}

// streams lists the names of what the file holds; whole is false where sectors in use lie beyond
// its end, or where it cannot be followed.
func streams(data []byte) (names []string, whole bool) {
	if len(data) < compoundHeader {
		return nil, false
	}
	u32 := func(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
	shift := binary.LittleEndian.Uint16(data[30:])
	if shift != 9 && shift != 12 {
		return nil, false
	}
	size := 1 << shift
	sector := func(n uint32) []byte {
		from := (int64(n) + 1) << shift
		if n >= lastSector || from >= int64(len(data)) {
			return nil
		}
		return data[from:min(from+int64(size), int64(len(data)))]
	}
	// the table of sectors stands in sectors that the header lists, and more such lists
	table := make([]byte, 0, len(data)/size*4)
	list := data[76:compoundHeader]
	next := u32(data[68:])
	for n := 0; ; n++ {
		for i := 0; i+4 <= len(list); i += 4 {
			if at := u32(list[i:]); at != freeSector {
				part := sector(at)
				if len(part) < size || len(table) > len(data) {
					return nil, false
				}
				table = append(table, part...)
			}
		}
		if next >= lastSector {
			break
		}
		more := sector(next)
		if len(more) < size || n > len(data)/size {
			return nil, false
		}
		list, next = more[:size-4], u32(more[size-4:])
	}
	at := u32(data[48:])
	for n := 0; at < lastSector; n++ {
		part := sector(at)
		if len(part) < size || n > len(data)/size || int64(at)*4+4 > int64(len(table)) {
			return nil, false
		}
		for ; len(part) >= 128; part = part[128:] {
			names = append(names, streamName(part))
		}
		at = u32(table[at*4:])
	}
	for i := 0; i+4 <= len(table); i += 4 {
		if u32(table[i:]) != freeSector && sector(uint32(i/4)) == nil {
			return names, false
		}
	}
	return names, true
}

// streamName is the name of an entry of 128 bytes; its length counts the zero at its end.
func streamName(entry []byte) string {
	var name []uint16
	for i := 0; i < min(int(binary.LittleEndian.Uint16(entry[64:])), 64)-2; i += 2 {
		name = append(name, binary.LittleEndian.Uint16(entry[i:]))
	}
	return string(utf16.Decode(name))
}

// Unconverted is the refusal of an old workbook where no program turns it into one of today: why is
// an error with a sentence.
func Unconverted(name string, why *content.Error) error {
	return refuse(content.Invalid, name, "là tệp Excel kiểu cũ (.xls): "+saveVi+" ("+why.Vi+")", "is an old Excel file (.xls): "+saveEn+" ("+why.En+")", why)
}
