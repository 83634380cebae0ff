package media

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

// A copy that is not done, or has a hole, is refused in every format; what is whole is taken,
// however much of it is flat.
func TestAPictureWithAHoleIsRefused(t *testing.T) {
	im := NewImporter(Limits{})
	const rich, flat = "-seed 7 -size 800x600 plasma:pink-blue ", "-size 3000x2000 xc:white -fill black -draw rectangle_100,100_400,1500 "
	for _, c := range []struct{ name, file, args string }{
		{"JPEG", "a.jpg", rich + "-quality 90"},
		{"JPEG, progressive", "a.jpg", rich + "-quality 90 -interlace JPEG"},
		{"WebP", "a.webp", rich + "-quality 80"},
		{"WebP with alpha", "a.webp", rich + "-alpha set -channel A -evaluate set 50% +channel -quality 80"},
		{"WebP, lossless", "a.webp", rich + "-define webp:lossless=true"},
		{"PNG", "a.png", rich},
		{"GIF", "a.gif", rich},
		{"TIFF, LZW", "a.tif", rich + "-depth 8 -compress LZW"},
		{"TIFF, Deflate", "a.tif", rich + "-depth 8 -compress Zip"},
		{"TIFF, PackBits", "a.tif", rich + "-depth 8 -compress RLE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := made(t, c.file, c.args)
			if _, _, err := importBytes(t, im, c.file, b); err != nil {
				t.Fatalf("whole: %v", err)
			}
			half := bytes.Clone(b)
			clear(half[len(b)/2:])
			holed := bytes.Clone(b)
			clear(holed[len(b)/2 : len(b)*9/10])
			for what, b := range map[string][]byte{"half of it": half, "with a hole": holed} {
				if _, _, err := importBytes(t, im, c.file, b); err == nil {
					t.Errorf("%s was taken", what)
				} else if !strings.Contains(err.Error(), "cắt cụt") && !strings.Contains(err.Error(), "hỏng") {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
	for _, c := range []struct{ file, args string }{
		{"a.jpg", flat},
		{"a.jpg", flat + "-interlace JPEG"},
		{"a.jpg", "-size 3000x2000 xc:white -sampling-factor 4:4:4"},
		{"a.jpg", "-size 3000x2000 xc:black -colorspace Gray"},
		{"a.webp", flat},
		{"a.webp", "-size 3000x2000 xc:white"},
		{"a.webp", flat + "-define webp:method=0"},
		{"a.webp", flat + "-define webp:lossless=true,method=0"},
		{"a.tif", flat + "-type TrueColor -depth 8 -compress LZW"},
		{"a.tif", flat + "-type TrueColor -depth 8 -compress RLE"},
		{"a.tif", "-size 3000x2000 xc:black -type TrueColor -depth 8 -compress RLE"},
		{"a.bmp", "-size 300x200 xc:white -fill black -draw rectangle_0,0_300,40"},
	} {
		t.Run(c.file+" "+c.args, func(t *testing.T) { // each closes its picture: the memory of all is limited
			if _, _, err := importBytes(t, im, c.file, made(t, c.file, c.args)); err != nil {
				t.Error(err)
			}
		})
	}
}

// Without compression, a copy that is not done is a picture with black in it: staff are asked for
// another format.
func TestBlackThatMayBeMissing(t *testing.T) {
	grey := make([]byte, 40*30)
	for i := range grey {
		grey[i] = byte(i%200 + 20)
	}
	for _, c := range []struct {
		file string
		b    []byte
	}{
		{"a.bmp", made(t, "a.bmp", "-seed 7 -size 400x300 plasma:pink-blue")},
		{"a.bmp", made(t, "a.bmp", "-seed 7 -size 400x300 plasma:pink-blue -alpha on")},
		{"a.tif", scanned(40, 30, grey)},
	} {
		if _, _, err := importBytes(t, NewImporter(Limits{}), c.file, c.b); err != nil {
			t.Fatalf("%s: %v", c.file, err)
		}
		clear(c.b[len(c.b)/2:])
		_, _, err := importBytes(t, NewImporter(Limits{}), c.file, c.b)
		wantRefusal(t, err, "invalid", c.file, "chép chưa xong")
		wantRefusal(t, err, "invalid", c.file, "PNG")
	}
}

// scanned is a grey TIFF as scanners write it: its directory first, its pixels as they are.
func scanned(w, h int, grey []byte) []byte {
	entries := [][2]uint32{{256, uint32(w)}, {257, uint32(h)}, {258, 8}, {259, 1}, {262, 1}, {273, 0}, {277, 1}, {278, uint32(h)}, {279, uint32(len(grey))}}
	b := binary.LittleEndian.AppendUint16([]byte("II*\x00\x08\x00\x00\x00"), uint16(len(entries)))
	start := uint32(len(b) + 12*len(entries) + 4)
	for _, e := range entries {
		if e[0] == 273 {
			e[1] = start
		}
		b = binary.LittleEndian.AppendUint16(b, uint16(e[0]))
		b = append(b, "\x04\x00\x01\x00\x00\x00"...) // one number of four bytes
		b = binary.LittleEndian.AppendUint32(b, e[1])
	}
	return append(append(b, 0, 0, 0, 0), grey...)
}
