package media

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"
	"time"
)

// Of two tracks of pictures the one that a browser shows is taken: the first that is enabled, also
// where the other has more pictures.
func TestTheTrackThatBrowsersShow(t *testing.T) {
	const two = "-f lavfi -i testsrc2=s=320x180:r=10:d=2 -f lavfi -i testsrc2=s=160x120:r=10:d=4 -map 0:v -map 1:v -c:v libx264 -pix_fmt yuv420p "
	for _, c := range []struct {
		name, args string
		length     time.Duration
		width      int
	}{
		{"the first is the default", "-disposition:v:0 default -disposition:v:1 0", 2 * time.Second, 320},
		{"the second is the default", "-disposition:v:0 0 -disposition:v:1 default", 4 * time.Second, 160},
		{"both are", "-disposition:v:0 default -disposition:v:1 default", 2 * time.Second, 320},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, _, err := importBytes(t, NewImporter(Limits{}), "a.mp4", loadPath(t, filmed(t, "a.mp4", two+c.args)))
			if err != nil {
				t.Fatal(err)
			}
			if m.Width != c.width || math.Abs((m.Duration-c.length).Seconds()) > 0.05 {
				t.Errorf("%d wide, %v long", m.Width, m.Duration)
			}
		})
	}
}

func TestClipsThatNoScreenPlaysAreRefused(t *testing.T) {
	im := NewImporter(Limits{})
	short := loadPath(t, filmed(t, "a.mp4", "-f lavfi -i testsrc2=s=160x120:r=25:d=0.96 -c:v libx264 -pix_fmt yuv420p"))
	_, _, err := importBytes(t, im, "short.mp4", short)
	wantRefusal(t, err, "invalid", "short.mp4", "quá ngắn")

	// An index before the real one, even an empty one, is the one that browsers go by.
	b := load(t, "plain.mp4")
	ftyp := binary.BigEndian.Uint32(b)
	two := append(bytes.Clone(b[:ftyp]), "\x00\x00\x00\x08moov"...)
	_, _, err = importBytes(t, im, "two.mp4", append(two, b[ftyp:]...))
	wantRefusal(t, err, "invalid", "two.mp4", "bị hỏng")

	// An index that leads to other bytes than pictures.
	boxes, err := topBoxes(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, box := range boxes {
		if box.name == "mdat" {
			data := b[box.at+box.header : box.at+box.size]
			for i := range data {
				data[i] = byte(i*37 + 91)
			}
		}
	}
	_, _, err = importBytes(t, im, "garbage.mp4", b)
	wantRefusal(t, err, "invalid", "garbage.mp4", "bị hỏng")
}
