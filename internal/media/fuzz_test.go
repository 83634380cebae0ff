package media

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
)

func seed(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		if b, err := os.ReadFile(file); err == nil && len(b) < 14_000 && filepath.Ext(file) != ".md" {
			f.Add(b)
		}
	}
}

// FuzzImport holds the promise of the package: any bytes are taken, or refused with a sentence,
// within the limits.
func FuzzImport(f *testing.F) {
	seed(f)
	im := NewImporter(Limits{PictureBytes: 1 << 20, VideoBytes: 1 << 20, Pixels: 300_000, Time: 5 * time.Second})
	f.Fuzz(func(t *testing.T, b []byte) {
		m, p, err := im.Import(context.Background(), "", bytes.NewReader(b), int64(len(b)))
		if err != nil {
			if content.CodeOf(err) == "" {
				t.Fatalf("refused without a sentence: %v", err)
			}
			return
		}
		if m.Width <= 0 || m.Height <= 0 || !m.Digest.Valid() || (p == nil) != (m.Kind == KindVideo) {
			t.Fatalf("taken as %+v", m)
		}
		if p == nil {
			if m.Duration <= 0 || m.Codec == "" {
				t.Fatalf("taken as %+v", m)
			}
			return
		}
		defer p.Close()
		if _, err := p.Render(context.Background(), Spec{Width: 40, Height: 30, Fit: Cover}); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzOrientation(f *testing.F) {
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x08\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("MM\x00*\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if o := orientationOf(b); o < 1 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
	})
}

func FuzzSniff(f *testing.F) {
	seed(f)
	f.Add([]byte("<svg"))
	f.Add([]byte("\x00\x00\x00\x05ftyp"))
	f.Fuzz(func(t *testing.T, b []byte) {
		what := sniff(b)
		if _, told := remedies[what]; !told && extensions[what] == nil {
			t.Fatalf("nothing is known of %q", what)
		}
		suspicious(b)
	})
}

// FuzzFaststart checks that moving an index never loses or invents a byte.
func FuzzFaststart(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Faststart(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		out, err := io.ReadAll(r)
		if err != nil || len(out) != len(b) {
			t.Fatalf("%d bytes became %d, %v", len(b), len(out), err)
		}
	})
}

// FuzzProfile holds that a profile costs little and gives colours or nothing, whatever it holds.
func FuzzProfile(f *testing.F) {
	for _, space := range []string{"GRAY", "RGB ", "CMYK"} {
		for _, kind := range []string{"mft1", "mft2", "mAB "} {
			tag := make([]byte, 4000)
			copy(tag, kind)
			tag[8], tag[9], tag[10] = map[string]byte{"GRAY": 1, "RGB ": 3, "CMYK": 4}[space], 3, 2
			copy(tag[48:], "\x00\x02\x00\x02")
			b := make([]byte, 128, 200)
			copy(b[16:], space+"Lab ")
			copy(b[36:], "acsp")
			b = append(b, "\x00\x00\x00\x01A2B0\x00\x00\x00\x90\x00\x00\x0f\xa0"...)
			f.Add(append(b, tag...))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, channels := range []int{1, 3, 4} {
			c, err := readProfile(b, channels)
			if err != nil || c == nil {
				continue
			}
			c.sRGB([3]uint8{0, 127, 255})
			if c.tables != nil {
				c.tables.at([mostChannels]uint8{255, 0, 255, 1})
			}
		}
	})
}

// FuzzBare: what is left out of a JPEG is its camera's notes, and nothing else.
func FuzzBare(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		out, err := Bare(b)
		if err == nil && (len(out) > len(b)) {
			t.Fatalf("%d bytes became %d", len(b), len(out))
		}
	})
}
