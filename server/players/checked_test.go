package players

import (
	"bytes"
	"image/jpeg"
	"strings"
	"testing"
	"unicode/utf8"

	"ngatu/internal/worker/workertest"
	"ngatu/player/protocol"
)

// Whatever a screen's computer sends, what is kept is a picture that decodes or a text without
// control characters.
func FuzzLooked(f *testing.F) {
	f.Add(true, []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"))
	f.Add(true, []byte("\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03"))
	f.Add(false, []byte("m\xe1\xbb\x99t\r\n\x1b[0m\u202e\xff"))
	s := &Players{Options: Options{Workers: workertest.Pool(f)}}
	f.Fuzz(func(t *testing.T, photo bool, data []byte) {
		kind, mime := protocol.LogTail, "text/plain"
		if photo {
			kind, mime = protocol.Screenshot, "image/jpeg"
		}
		_, kept, err := s.checked(t.Context(), kind, protocol.Answer{Type: mime, Data: data})
		switch {
		case err != nil:
		case photo:
			if _, err := jpeg.Decode(bytes.NewReader(kept)); err != nil {
				t.Fatalf("kept what does not decode: %v", err)
			}
		case !utf8.Valid(kept) || strings.ContainsAny(string(kept), "\x00\x07\x1b\u202e\r"):
			t.Fatalf("kept %q", kept)
		}
	})
}
