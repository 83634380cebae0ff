package media

import (
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// format is what a file is, judged by its bytes.
type format string

const (
	formatJPEG format = "JPEG"
	formatPNG  format = "PNG"
	formatWebP format = "WebP"
	formatGIF  format = "GIF"
	formatTIFF format = "TIFF"
	formatBMP  format = "BMP"
	formatMP4  format = "MP4"

	formatEmpty  format = "empty"
	formatHEIC   format = "HEIC"
	formatAVIF   format = "AVIF"
	formatSVG    format = "SVG"
	formatHTML   format = "HTML"
	formatPDF    format = "PDF"
	formatWord   format = "Word"
	formatSlides format = "PowerPoint"
	formatSheet  format = "Excel"
	formatOffice format = "Office 97"
	formatZip    format = "ZIP"
	formatMOV    format = "QuickTime"
	// a container that browsers do not all play: WebM, Matroska, AVI, WMV, FLV, MPEG
	formatFilm format = "film"
	formatRaw  format = "RAW" // of a camera
	// a document that is no PDF and of no Office program: Pages, Keynote, XPS, RTF, PostScript
	formatDocument format = "document"
	formatProgram  format = "program"
	formatUnknown  format = "unknown"
)

// extensions are the endings that a format may have, the usual one first.
var extensions = map[format][]string{
	formatJPEG: {".jpg", ".jpeg", ".jpe", ".jfif", ".pjpeg", ".pjp"},
	formatPNG:  {".png", ".apng"},
	formatWebP: {".webp"},
	formatGIF:  {".gif"},
	formatTIFF: {".tif", ".tiff"},
	formatBMP:  {".bmp", ".dib"},
	formatMP4:  {".mp4", ".m4v"},
	formatMOV:  {".mov", ".qt", ".mp4", ".m4v"}, // cameras and messengers call them so
	formatPDF:  {".pdf"},
	formatHEIC: {".heic", ".heif", ".hif"},
	formatAVIF: {".avif", ".avifs"},

	formatSlides: {".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".odp", ".otp"},
	formatWord:   {".docx", ".docm", ".dotx", ".odt", ".ott"},
}

var mediaTypes = map[format]string{
	formatJPEG: "image/jpeg",
	formatPNG:  "image/png",
	formatWebP: "image/webp",
	formatGIF:  "image/gif",
	formatTIFF: "image/tiff",
	formatBMP:  "image/bmp",
	formatMP4:  "video/mp4",
}

// headLength is how many bytes [sniff] looks at: XML may open with comments before it says that it
// is SVG.
const headLength = 4096

// head reads the first bytes of a file.
func head(r io.ReaderAt, size int64) ([]byte, error) {
	b := make([]byte, min(size, headLength))
	if n, err := r.ReadAt(b, 0); n < len(b) {
		return nil, err
	}
	return b, nil
}

// sniff tells the format from the first bytes of a file.
func sniff(b []byte) format {
	if len(b) == 0 {
		return formatEmpty
	}
	for _, m := range magics {
		if len(b) >= m.at+len(m.magic) && string(b[m.at:m.at+len(m.magic)]) == m.magic {
			return m.refine(b)
		}
	}
	if transportStream(b) {
		return formatFilm
	}
	f := sniffText(b)
	if f == formatUnknown && bytes.Contains(b[:min(len(b), pdfReach)], []byte("%PDF-")) {
		return formatPDF
	}
	return f
}

// pdfReach is how far from its beginning readers look for the mark of a PDF: some programs write
// other bytes before it (ISO 32000-1, annex H, note 13).
const pdfReach = 1024

// Document says what of a file is shown that is neither a picture nor a clip.
type Document int

// The kinds of document.
const (
	NoDocument Document = iota
	PDF                 // its pages: see [ngatu/internal/pdf]
	Office              // a deck or a text of an Office program: see [ngatu/internal/office]
)

// DocumentOf finds out whether a file is a document. One whose name ends like something else is
// refused.
func DocumentOf(name string, r io.ReaderAt, size int64) (Document, error) {
	top, err := head(r, size)
	if err != nil {
		return NoDocument, nil // Import says what is wrong with it
	}
	ending := strings.ToLower(filepath.Ext(strings.TrimSpace(name)))
	switch f := sniff(top); f {
	case formatPDF:
		return PDF, checkName(name, f)
	case formatSlides, formatWord:
		return Office, checkName(name, f)
	case formatZip: // what it is may stand far behind
		if slices.Contains(extensions[formatSlides], ending) || slices.Contains(extensions[formatWord], ending) {
			return Office, nil
		}
	case formatOffice:
		if !slices.Contains(sheetEndings, ending) {
			return Office, nil // also one of today with a password
		}
	}
	return NoDocument, nil
}

// NamedDocument says whether a file is called like a document.
func NamedDocument(name string) bool {
	ending := strings.ToLower(filepath.Ext(strings.TrimSpace(name)))
	return slices.Contains(extensions[formatPDF], ending) || slices.Contains(extensions[formatSlides], ending) ||
		slices.Contains(extensions[formatWord], ending) || slices.Contains([]string{".doc", ".dot", ".ppt", ".pps"}, ending)
}

// sheetEndings are those of spreadsheets, which belong to the figures.
var sheetEndings = []string{".xls", ".xlt", ".xla", ".xlsx", ".xlsm", ".xlsb"}

// transportStream reports whether a file is an MPEG transport stream (ISO/IEC 13818-1): packets of
// 188 bytes that each begin with "G". Camcorders (.m2ts, .mts) put a time of four bytes before
// each; broadcast recorders add 16 bytes of parity.
func transportStream(b []byte) bool {
	const packets = 4
	for _, shape := range [][2]int{{0, 188}, {4, 192}, {0, 204}} {
		n := 0
		for at := shape[0]; at < len(b) && b[at] == 'G' && n < packets; at += shape[1] {
			n++
		}
		if n == packets {
			return true
		}
	}
	return false
}

func is(f format) func([]byte) format { return func([]byte) format { return f } }

// magics are the marks of binary formats, by offset. The order matters only where one is the start
// of another.
var magics = []struct {
	at     int
	magic  string
	refine func([]byte) format
}{
	{0, "\xff\xd8\xff", is(formatJPEG)},
	{0, "\x89PNG\r\n\x1a\n", is(formatPNG)},
	{0, "GIF87a", is(formatGIF)},
	{0, "GIF89a", is(formatGIF)},
	{8, "WEBPVP8", sniffRIFF},
	{8, "AVI ", sniffRIFF},
	{4, "ftyp", sniffBrand},
	{4, "moov", is(formatMOV)}, // QuickTime from before there were brands
	{4, "mdat", is(formatMOV)},
	{4, "wide", is(formatMOV)},
	{0, "%PDF-", is(formatPDF)},
	{0, "%!PS", is(formatDocument)},
	{0, "\xc5\xd0\xd3\xc6", is(formatDocument)}, // EPS with a preview
	{0, "{\\rtf", is(formatDocument)},
	{0, "PK\x03\x04", sniffZip},
	{0, "PK\x05\x06", is(formatZip)},
	{0, "Rar!", is(formatZip)},
	{0, "7z\xbc\xaf\x27\x1c", is(formatZip)},
	{0, "\x1f\x8b", is(formatZip)},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", is(formatOffice)},
	{0, "\x1a\x45\xdf\xa3", is(formatFilm)},
	{0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", is(formatFilm)},
	{0, "FLV\x01", is(formatFilm)},
	{0, "\x00\x00\x01\xba", is(formatFilm)},         // MPEG program streams: .mpg, .vob
	{0, "\x00\x00\x01\xb3", is(formatFilm)},         // MPEG-1 and 2 without a container
	{0, "\x00\x00\x00\x01\x67", is(formatFilm)},     // H.264 without a container, of cameras
	{0, "\x1f\x07\x00", is(formatFilm)},             // DV
	{0, "\x06\x0e\x2b\x34\x02\x05", is(formatFilm)}, // MXF
	{0, ".RMF", is(formatFilm)},
	{0, "DHAV", is(formatFilm)}, // recorders of security cameras
	{28, "\x80theora", is(formatFilm)},
	{0, "II*\x00", is(formatTIFF)},
	{0, "MM\x00*", is(formatTIFF)},
	{0, "BM", is(formatBMP)},
	{0, "MZ", is(formatProgram)},
	{0, "\x7fELF", is(formatProgram)},
	{0, "#!", is(formatProgram)},
}

func sniffRIFF(b []byte) format {
	if string(b[:4]) != "RIFF" {
		return formatUnknown
	}
	if string(b[8:12]) == "AVI " {
		return formatFilm
	}
	return formatWebP
}

// sniffBrand tells the children of the ISO base media format apart by the brands in their first
// box.
func sniffBrand(b []byte) format {
	size := int(b[0])<<24 | int(b[1])<<16 | int(b[2])<<8 | int(b[3])
	brands := b[8:min(max(size, 12), len(b), 256)]
	if len(brands) < 4 {
		return formatUnknown
	}
	switch major := string(brands[:4]); major {
	case "avif", "avis":
		return formatAVIF
	case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1":
		if bytes.Contains(brands, []byte("avif")) {
			return formatAVIF
		}
		return formatHEIC
	case "qt  ":
		return formatMOV
	}
	return formatMP4
}

func sniffZip(b []byte) format {
	switch {
	case bytes.Contains(b, []byte("ppt/")):
		return formatSlides
	case bytes.Contains(b, []byte("word/")):
		return formatWord
	case bytes.Contains(b, []byte("xl/")):
		return formatSheet
	case bytes.Contains(b, []byte("opendocument.presentation")):
		return formatSlides
	case bytes.Contains(b, []byte("opendocument.text")):
		return formatWord
	case bytes.Contains(b, []byte("opendocument.spreadsheet")):
		return formatSheet
	}
	for _, mark := range []string{".iwa", ".fdseq", "FixedDocumentSequence", "/FixedDoc", "opendocument.graphics", "application/epub+zip", "visio/"} {
		if bytes.Contains(b, []byte(mark)) {
			return formatDocument
		}
	}
	return formatZip
}

// sniffText finds markup, also behind a byte order mark, white space, comments, or in UTF-16.
func sniffText(b []byte) format {
	text := lower(bytes.ReplaceAll(b, []byte{0}, nil))
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		text = bytes.TrimPrefix(text, []byte(mark))
	}
	text = bytes.TrimSpace(text)
	if !bytes.HasPrefix(text, []byte("<")) {
		return formatUnknown
	}
	switch {
	case bytes.Contains(text, []byte("<svg")):
		return formatSVG
	case bytes.Contains(text, []byte("<?php")):
		return formatProgram
	}
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<!--"} {
		if bytes.Contains(text, []byte(tag)) {
			return formatHTML
		}
	}
	return formatUnknown
}

// lower is b with A to Z in lower case. bytes.ToLower would take it for UTF-8 and rewrite what is
// not.
func lower(b []byte) []byte {
	out := bytes.Clone(b)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return out
}

// rawEndings are those of cameras' raw files, which are TIFFs with pixels that no TIFF reader
// knows.
var rawEndings = []string{".dng", ".nef", ".nrw", ".cr2", ".arw", ".sr2", ".srw", ".pef", ".orf", ".rw2", ".raw", ".3fr", ".erf", ".kdc", ".dcr", ".mos", ".iiq"}

// checkName refuses a name whose ending says something else than the bytes do: on a desk it opens
// as the one, on a server it is served as the other. A name without an ending says nothing and
// passes.
func checkName(name string, f format) error {
	have := strings.ToLower(filepath.Ext(strings.TrimRight(strings.TrimSpace(name), ". \u200b\ufeff")))
	if have == "" {
		return nil
	}
	for _, ext := range extensions[f] {
		if have == ext {
			return nil
		}
	}
	if f == formatTIFF && slices.Contains(rawEndings, have) {
		return refuseFormat(name, formatRaw)
	}
	return refuseName(name, have, f)
}
