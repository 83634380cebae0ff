package media

import (
	"bytes"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"ngatu/content"
)

func TestPlayableVideos(t *testing.T) {
	im := NewImporter(Limits{})
	for _, c := range []struct {
		file   string
		w, h   int
		length time.Duration
		codec  string
		audio  bool
		front  bool
		notice string
	}{
		{"plain.mp4", 128, 72, time.Second, "avc1.64000a,mp4a.40.2", true, false, ""},
		{"silent.mp4", 128, 72, time.Second, "avc1.64000a", false, true, ""},
		{"fragmented.mp4", 128, 72, time.Second, "avc1.64000a,mp4a.40.2", true, true, ""},
		{"turned.mp4", 72, 128, time.Second, "avc1.64000a", false, false, ""},
		{"interlaced.mp4", 128, 72, time.Second, "avc1.640015", false, false, "interlaced"},
	} {
		t.Run(c.file, func(t *testing.T) {
			b := load(t, c.file)
			m, p, err := importBytes(t, im, c.file, b)
			if err != nil {
				t.Fatal(err)
			}
			if p != nil || m.Kind != KindVideo || m.Type != "video/mp4" || m.Digest != content.DigestOf(b) {
				t.Errorf("medium is %+v", m)
			}
			if m.Width != c.w || m.Height != c.h || m.Codec != c.codec || m.Audio != c.audio || m.Front != c.front {
				t.Errorf("medium is %+v", m)
			}
			if off := m.Duration - c.length; off.Abs() > 60*time.Millisecond {
				t.Errorf("it is %v long, want %v", m.Duration, c.length)
			}
			if want := float64(len(b)) * 8 / m.Duration.Seconds(); math.Abs(float64(m.BitRate)-want) > 1 {
				t.Errorf("%d bits a second, want %.0f", m.BitRate, want)
			}
			if (c.notice == "") != (len(m.Notices) == 0) || c.notice != "" && !strings.Contains(m.Notices[0].En, c.notice) {
				t.Errorf("notices are %v", m.Notices)
			}
		})
	}
}

func TestVideosThatNotEveryScreenPlays(t *testing.T) {
	im := NewImporter(Limits{})
	for _, c := range []struct{ file, word string }{
		{"hevc.mp4", "HEVC"},
		{"ten_bit.mp4", "10 bit"},
		{"chroma444.mp4", "4:4:4"},
		{"part2.mp4", "MPEG-4 Part 2"},
		{"av1.mp4", "AV1"},
		{"mp3.mp4", "mp4a.6b"},
		{"sound.mp4", "tiếng"},
	} {
		_, _, err := importBytes(t, im, c.file, load(t, c.file))
		wantRefusal(t, err, content.Invalid, c.file, c.word)
		if c.file != "sound.mp4" {
			wantRefusal(t, err, content.Invalid, c.file, "ffmpeg -i")
			wantRefusal(t, err, content.Invalid, c.file, "HandBrake")
		}
	}
}

// mp4ff reads the same files on its own: what the two say of a track must agree.
func TestProbeAgreesWithAnotherReader(t *testing.T) {
	for _, file := range []string{"plain.mp4", "silent.mp4", "turned.mp4", "interlaced.mp4"} {
		b := load(t, file)
		other, err := mp4.DecodeFile(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		boxes, err := topBoxes(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := probe(bytes.NewReader(b), int64(len(b)), boxes)
		if err != nil {
			t.Fatal(err)
		}
		stbl := other.Moov.Traks[0].Mdia.Minf.Stbl
		if f.video.samples != uint64(stbl.Stsz.SampleNumber) || f.video.scale != uint64(other.Moov.Traks[0].Mdia.Mdhd.Timescale) || f.video.length != other.Moov.Traks[0].Mdia.Mdhd.Duration {
			t.Errorf("%s: %d samples, %d units of 1/%d s", file, f.video.samples, f.video.length, f.video.scale)
		}
		entry := stbl.Stsd.AvcX
		if f.codec.width != int(entry.Width) || f.codec.height != int(entry.Height) {
			t.Errorf("%s: %d×%d, the other reads %d×%d", file, f.codec.width, f.codec.height, entry.Width, entry.Height)
		}
	}
}

func TestFaststartMovesTheIndexAndKeepsThePictures(t *testing.T) {
	im := NewImporter(Limits{})
	b := load(t, "plain.mp4")
	r, err := Faststart(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	moved, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := importBytes(t, im, "moved.mp4", moved)
	if err != nil || !m.Front || len(moved) != len(b) {
		t.Fatalf("%+v of %d bytes, %v", m, len(moved), err)
	}
	if got, want := samplesOf(t, moved), samplesOf(t, b); len(want) < 10 || !bytes.Equal(bytes.Join(got, nil), bytes.Join(want, nil)) {
		t.Errorf("%d samples became %d others", len(want), len(got))
	}
	for _, file := range []string{"silent.mp4", "fragmented.mp4"} {
		b := load(t, file)
		r, err := Faststart(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if same, _ := io.ReadAll(r); !bytes.Equal(same, b) {
			t.Errorf("%s was changed", file)
		}
	}
}

// samplesOf reads the pictures and sounds of a film with another reader, at the places
// that its index names.
func samplesOf(t *testing.T, b []byte) [][]byte {
	t.Helper()
	f, err := mp4.DecodeFile(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, trak := range f.Moov.Traks {
		stbl := trak.Mdia.Minf.Stbl
		n := uint32(1)
		for i, at := range stbl.Stco.ChunkOffset {
			chunk := stbl.Stsc.GetChunk(uint32(i + 1))
			for range chunk.NrSamples {
				size := stbl.Stsz.GetSampleSize(int(n))
				out = append(out, b[at:at+size])
				at += size
				n++
			}
		}
	}
	return out
}
