package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"strings"
	"testing"
)

const newscodes = "http://cv.iptc.org/newscodes/digitalsourcetype/"

// segment is one of a JPEG.
func segment(marker byte, data string) string {
	return "\xff" + string([]byte{marker, byte((len(data) + 2) >> 8), byte(len(data) + 2)}) + data
}

func pngPart(name, data string) string {
	sum := crc32.ChecksumIEEE([]byte(name + data))
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(data)))) + name + data + string(binary.BigEndian.AppendUint32(nil, sum))
}

func boxOf(name, data string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(data)))) + name + data
}

// originCases are files that say how AI took part in them, and what they say.
func originCases(t testing.TB) map[string]struct {
	body string
	want Origin
} {
	t.Helper()
	var photo, drawing bytes.Buffer
	m := image.NewRGBA(image.Rect(0, 0, 32, 24))
	m.Pix[3] = 255
	if jpeg.Encode(&photo, m, nil) != nil || png.Encode(&drawing, m) != nil {
		t.Fatal("no pictures")
	}
	film, err := os.ReadFile("testdata/plain.mp4")
	if err != nil {
		t.Fatal(err)
	}
	xmp := func(kind string) string {
		return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description Iptc4xmpExt:DigitalSourceType="` + newscodes + kind + `"/></x:xmpmeta>`
	}
	in := func(extra string) string { return photo.String()[:2] + extra + photo.String()[2:] }
	manifest := strings.Repeat("x", 30) + "jumdc2pa" + strings.Repeat("y", 100) + "digitalSourceType\x78\x46" + newscodes + "trainedAlgorithmicMedia"
	cut := len(manifest) - 20 // a manifest goes on in the next segment
	head := func(n byte) string { return "JP\x00\x01\x00\x00\x00" + string([]byte{n}) + "\x00\x00\x10\x00jumb" }
	drawn := drawing.String()
	end := len(drawn) - 12
	return map[string]struct {
		body string
		want Origin
	}{
		"xmp.jpg":      {in(segment(markerAPP1, "http://ns.adobe.com/xap/1.0/\x00"+xmp("trainedAlgorithmicMedia"))), MadeByAI},
		"altered.jpg":  {in(segment(markerAPP1, "http://ns.adobe.com/xap/1.0/\x00"+xmp("compositeWithTrainedAlgorithmicMedia"))), AlteredByAI},
		"captured.jpg": {in(segment(markerAPP1, "http://ns.adobe.com/xap/1.0/\x00"+xmp("digitalCapture"))), ""},
		"c2pa.jpg":     {in(segment(markerEB, head(1)+manifest[:cut]) + segment(markerEB, head(2)+manifest[cut:])), MadeByAI},
		"plain.jpg":    {photo.String(), ""},
		"words.jpg":    {in(segment(0xfe, newscodes+"trainedAlgorithmicMedia")), ""}, // a remark is none of both
		"xmp.png":      {drawn[:end] + pngPart("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmp("trainedAlgorithmicMedia")) + drawn[end:], MadeByAI},
		"c2pa.png":     {drawn[:end] + pngPart("caBX", manifest) + drawn[end:], MadeByAI},
		"c2pa.mp4":     {string(film) + boxOf("uuid", c2paBox+manifest), MadeByAI},
		"xmp.mp4":      {string(film) + boxOf("uuid", xmpBox+xmp("compositeSynthetic")), AlteredByAI},
		"plain.mp4":    {string(film), ""},
	}
}

// IPTC's digital source type in XMP, and C2PA manifests, say that AI made or altered a file.
func TestOriginIsReadFromTheFile(t *testing.T) {
	im := NewImporter(Limits{})
	for name, c := range originCases(t) {
		m, p, err := im.Import(t.Context(), name, strings.NewReader(c.body), int64(len(c.body)))
		p.Close()
		if err != nil || m.Origin != c.want {
			t.Errorf("%s: %q, want %q: %v", name, m.Origin, c.want, err)
		}
	}
}

// FuzzOrigin: any bytes are looked through, whatever their boxes and segments say.
func FuzzOrigin(f *testing.F) {
	for _, c := range originCases(f) {
		f.Add([]byte(c.body))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, kind := range []format{formatJPEG, formatPNG, formatWebP, formatTIFF} {
			originOf(kind, b)
		}
		originOfBoxes(bytes.NewReader(b), int64(len(b)))
	})
}
