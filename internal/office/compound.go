package office

import (
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
)

// kind is what a compound file of Office 97 holds.
type kind string

const (
	notCompound kind = ""
	isLocked    kind = "locked" // a file of today with a password
	isOldText   kind = "doc"
	isOldDeck   kind = "ppt"
	isOldOther  kind = "other" // XLS and others
)

// entry is how many bytes an entry of its directory takes, which begins with a name in UTF-16. All
// of its sectors are multiples of it.
const entry = 128

// compound finds out what a compound file holds by the names in its directory, wherever that
// stands.
func compound(r io.ReaderAt, size int64) (kind, error) {
	head := make([]byte, 8)
	if n, err := r.ReadAt(head, 0); n < len(head) {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return notCompound, err
	}
	if string(head) != "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" {
		return notCompound, nil
	}
	found := isOldOther
	names := map[string]kind{"EncryptedPackage": isLocked, "EncryptedSummary": isLocked, "WordDocument": isOldText, "PowerPoint Document": isOldDeck}
	buf := make([]byte, 64<<10)
	for at := int64(512); at < size; at += int64(len(buf)) {
		n, err := r.ReadAt(buf, at)
		if n == 0 && err != nil && !errors.Is(err, io.EOF) {
			return found, err
		}
		for b := buf[:n]; len(b) >= entry; b = b[entry:] {
			switch k := names[nameOf(b[:entry])]; {
			case k == isLocked:
				return k, nil
			case k != notCompound:
				found = k
			}
		}
	}
	return found, nil
}

// nameOf is the name of an entry: its length in bytes with the last zero stands behind it.
func nameOf(b []byte) string {
	n := int(binary.LittleEndian.Uint16(b[64:]))
	if n < 4 || n > 64 || n%2 != 0 {
		return ""
	}
	units := make([]uint16, n/2-1)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}
