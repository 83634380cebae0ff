//go:build linux

package field

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestHarmedDownloads: downloads were cut off by a power cut, and what was on the disk of
// them is not what came: a changed byte, zeros where the card had not written, all of the
// length and wrong, more than there is. None is taken for whole, with or without a server,
// and all of them come in the end.
func TestHarmedDownloads(t *testing.T) {
	t.Parallel()
	s := serve(t, here, "127.0.0.1:0")
	a := newAgent(t, here, s.base)
	a.start(t)
	a.enrol(t, s, screen)
	first := a.whole(t, "the first programme", 4, 60*time.Second)
	a.stop()
	s.stop()
	harms := []func([]byte) []byte{
		func(b []byte) []byte { b[len(b)/4] ^= 1; return b[:len(b)/2] },
		func(b []byte) []byte { return make([]byte, len(b)/2) },
		func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		func(b []byte) []byte { return append(bytes.Clone(b), b...) },
	}
	n := 0
	err := filepath.WalkDir(filepath.Join(a.data, "media"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil || len(b) < 4 {
			return err
		}
		part := harms[n%len(harms)](b)
		n++
		if err := os.WriteFile(filepath.Join(a.data, "parts", e.Name()), part, 0o600); err != nil {
			return err
		}
		return os.Remove(path)
	})
	if err != nil || n < len(harms) {
		t.Fatalf("%d downloads were harmed: %v", n, err)
	}
	a.start(t)
	for _, shown := range first.Slides {
		if b, err := a.get("/media/" + string(shown.Medium.Digest)); err == nil {
			t.Errorf("%d bytes of slide %s are served that came of a harmed download", len(b), shown.ID)
		}
	}
	s.start(t)
	a.whole(t, "all of it once more", len(first.Slides), 90*time.Second) // has compared each medium with its digest
	left, err := os.ReadDir(filepath.Join(a.data, "parts"))
	if err != nil || len(left) > 0 {
		t.Errorf("%d downloads are left: %v", len(left), err)
	}
	t.Logf("%d downloads were harmed", n)
}
