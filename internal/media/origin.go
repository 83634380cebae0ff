package media

import (
	"bytes"
	"io"
	"regexp"
	"strings"
)

// Origin is what a file says of how AI took part in it; "": it says nothing of that.
type Origin string

// The origins.
const (
	MadeByAI    Origin = "made"    // all of it
	AlteredByAI Origin = "altered" // some of it
)

// origins are the digital source types of IPTC that speak of AI
// (https://cv.iptc.org/newscodes/digitalsourcetype/), in small letters.
var origins = map[string]Origin{
	"trainedalgorithmicmedia":              MadeByAI,
	"algorithmicmedia":                     MadeByAI,
	"compositewithtrainedalgorithmicmedia": AlteredByAI,
	"compositesynthetic":                   AlteredByAI,
}

// What is said of the origin stands in XMP (ISO 16684-1) or in a C2PA manifest, which is JUMBF (ISO
// 19566-5). Neither is checked against a signature: it only answers ahead what a person confirms.
const (
	maxNotes = 8 << 20 // bytes of XMP and manifests that are looked through
	markerEB = 0xeb    // APP11, where JPEG keeps JUMBF
	xmpOpens = "<x:xmpmeta"
	xmpEnds  = "</x:xmpmeta>"
)

var (
	sourceType = regexp.MustCompile(`(?i)digitalsourcetype/([a-z]{4,60})`)

	c2paBox = "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81"
	xmpBox  = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"
)

// said is the gravest that notes say of the origin.
func said(notes []byte) (o Origin) {
	for _, m := range sourceType.FindAllSubmatch(notes, 1000) {
		switch now := origins[strings.ToLower(string(m[1]))]; {
		case now == MadeByAI:
			return now
		case now != "":
			o = now
		}
	}
	return o
}

// originOf is what a picture file says of its origin.
func originOf(f format, b []byte) Origin {
	var notes []byte
	add := func(one []byte) { notes = append(notes, one[:min(len(one), maxNotes-len(notes))]...) }
	switch f {
	case formatJPEG:
		jpegNotes(b, add)
	case formatPNG:
		cs, _, _ := pngChunks(b)
		for _, c := range cs {
			if c.name == "iTXt" || c.name == "caBX" {
				add(c.data)
			}
		}
	case formatWebP:
		cs, _, _ := body(b)
		for _, c := range cs {
			if c.name == "XMP " || c.name == "C2PA" {
				add(c.data)
			}
		}
	default: // TIFF and GIF keep XMP as it is
		if from := bytes.Index(b, []byte(xmpOpens)); from >= 0 {
			if end := bytes.Index(b[from:], []byte(xmpEnds)); end >= 0 {
				add(b[from : from+end])
			}
		}
	}
	return said(notes)
}

// jpegNotes hands over the XMP and JUMBF segments of a JPEG. A manifest goes on from segment to
// segment, each of which begins with "JP", two numbers, and the header of the box over again.
func jpegNotes(b []byte, add func([]byte)) {
	const head = 16
	for pos := 2; pos+4 <= len(b) && b[pos] == 0xff && b[pos+1] != markerSOS; {
		end := pos + 2 + int(b[pos+2])<<8 + int(b[pos+3])
		if end < pos+4 || end > len(b) {
			return
		}
		segment := b[pos+4 : end]
		switch {
		case b[pos+1] == markerAPP1 && bytes.HasPrefix(segment, []byte("http://ns.adobe.com/")):
			add(segment)
		case b[pos+1] == markerEB && len(segment) > head && bytes.HasPrefix(segment, []byte("JP")):
			add(segment[head:])
		}
		pos = end
	}
}

// originOfBoxes is what a file of boxes (MP4, HEIC) says of its origin.
func originOfBoxes(r io.ReaderAt, size int64) Origin {
	boxes, err := topBoxes(r, size)
	if err != nil {
		return ""
	}
	var notes []byte
	for _, b := range boxes {
		left := int64(maxNotes - len(notes))
		if b.name != "uuid" || b.size <= b.header+16 || b.size-b.header > left {
			continue
		}
		one := make([]byte, b.size-b.header)
		if _, err := r.ReadAt(one, b.at+b.header); err != nil {
			return ""
		}
		if id := string(one[:16]); id == c2paBox || id == xmpBox {
			notes = append(notes, one[16:]...)
		}
	}
	return said(notes)
}
