package inbox

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"strings"
	"testing"
	"time"
)

// withThumbnail is a JPEG that holds a small JPEG in its camera's notes, and the offset behind the
// end of that one.
func withThumbnail(t testing.TB) (b []byte, inner int) {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 64, 48))
	var small bytes.Buffer
	if err := jpeg.Encode(&small, m, nil); err != nil {
		t.Fatal(err)
	}
	notes := append([]byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00"), small.Bytes()...)
	b = append(b, 0xff, 0xd8, 0xff, 0xe1)
	b = binary.BigEndian.AppendUint16(b, uint16(2+len(notes)))
	b = append(b, notes...)
	return append(b, small.Bytes()[2:]...), len(b)
}

func pictures(t testing.TB) map[string][]byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 40, 30))
	var p, g bytes.Buffer
	if err := png.Encode(&p, m); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&g, m, nil); err != nil {
		t.Fatal(err)
	}
	photo, _ := withThumbnail(t)
	return map[string][]byte{
		"a.jpg": photo, "a.png": p.Bytes(), "a.gif": g.Bytes(),
		"a.webp": []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"),
	}
}

// Of every length that a copy of a picture may have on its way, the last alone is whole.
func TestOnlyTheWholePictureIsWhole(t *testing.T) {
	for name, b := range pictures(t) {
		for n := range len(b) {
			if whole(bytes.NewReader(b[:n]), int64(n)) {
				t.Errorf("%s: %d of %d bytes pass for whole", name, n, len(b))
			}
		}
		if !whole(bytes.NewReader(b), int64(len(b))) {
			t.Errorf("%s is not seen to be whole", name)
		}
		if room := append(b[:len(b):len(b)], make([]byte, 100)...); whole(bytes.NewReader(room), int64(len(room))) {
			t.Errorf("%s with room that is not written yet passes for whole", name)
		}
	}
	for _, other := range []string{"area,value\n1,2\n" + strings.Repeat("x", 30), "\x00\x00\x00\x18ftypmp42" + strings.Repeat("x", 30), "PK\x03\x04" + strings.Repeat("x", 30) + "\xff\xd9"} {
		if whole(strings.NewReader(other), int64(len(other))) {
			t.Errorf("%q passes for whole", other)
		}
	}
}

// A WebP says its length in front, also while its end is not written yet.
func TestAnUnwrittenEndIsSeen(t *testing.T) {
	b := bytes.Repeat([]byte{7}, 400)
	copy(b, "RIFF\x88\x01\x00\x00WEBPVP8 ")
	if got := shapeOf(bytes.NewReader(b), int64(len(b))); got != complete {
		t.Errorf("the whole is %v", got)
	}
	clear(b[len(b)/2:])
	if got := shapeOf(bytes.NewReader(b), int64(len(b))); got != cut {
		t.Errorf("half of it is %v", got)
	}
}

func FuzzWhole(f *testing.F) {
	for _, b := range pictures(f) {
		f.Add(b)
	}
	f.Add([]byte("\xff\xd8\xff\xe0\x00\x00" + strings.Repeat("\xff", 30) + "\xff\xd9"))
	f.Fuzz(func(t *testing.T, b []byte) { whole(bytes.NewReader(b), int64(len(b))) })
}

// With a calm of a minute, only a picture's own end lets it be told.
func TestAWholePictureIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	b := patient(t, time.Minute)
	for name, content := range pictures(t) {
		b.write(name, string(content))
		b.expect(Settled, name)
	}
	b.write("a.csv", "area,value\n1,2\n")
	b.silent(300 * time.Millisecond)
}

// A copy that pauses behind the end of the small picture inside is told when the large one has
// come, once.
func TestACopyThatPausesBehindAnInnerEnd(t *testing.T) {
	t.Parallel()
	b := patient(t, 20*time.Second)
	photo, inner := withThumbnail(t)
	file, err := os.Create(b.at("photo.jpg"))
	b.must(err)
	for _, part := range [][]byte{photo[:inner], photo[inner:]} {
		_, err = file.Write(part)
		b.must(err)
		time.Sleep(100 * time.Millisecond)
	}
	b.must(file.Close())
	if e := b.expect(Settled, "photo.jpg"); e.Size != int64(len(photo)) {
		t.Errorf("told at %d of %d bytes", e.Size, len(photo))
	}
	b.silent(300 * time.Millisecond)
}
