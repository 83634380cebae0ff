package rendition

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/worker/workertest"
	"ngatu/server/rendition/renditiontest"
)

// All pictures of a document together have a limit, not those of one worker alone.
func TestPicturesOfADocumentHaveALimit(t *testing.T) {
	r := newRig(t)
	slides := make([]workertest.Slide, 25)
	for i := range slides {
		slides[i] = workertest.Slide{Title: "a", Picture: bytes.Repeat([]byte{byte(i)}, 1000)}
	}
	deck := workertest.Deck(slides...)
	for most, code := range map[int64]content.Code{25_000: "", 24_999: content.TooLarge} {
		d, err := r.read(t.Context(), "a.pptx", bytes.NewReader(deck), int64(len(deck)), most)
		d.Close()
		if content.CodeOf(err) != code || code == "" && err != nil {
			t.Errorf("with a limit of %d bytes: %v", most, err)
		}
	}
}

// Cards are made where a document cannot be shown as it looks, with the reason; not where trying
// again helps.
func TestCardsComeWithTheReason(t *testing.T) {
	r := newRig(t)
	bin := t.TempDir() // a LibreOffice that breaks
	for _, name := range []string{"soffice", "soffice.bin", "libsdlo.so", "libswlo.so"} {
		r.no(os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\nexit 1\n"), 0o700))
	}
	t.Setenv("PATH", bin)
	renditiontest.Screens(t, r.Store, renditiontest.Demo[0])
	deck := workertest.Deck(workertest.Slide{Title: "Thông báo"})
	document := func(name string, b []byte) (pages int, told string, err error) {
		made, notices, err := r.Document(t.Context(), "an", name, bytes.NewReader(b), int64(len(b)), content.Slide{Kind: content.Picture}, func(int, int) error { return nil })
		for _, n := range notices {
			told += n.Vi + "\n"
		}
		return len(made), told, err
	}
	if n, told, err := document("a.pptx", deck); err != nil || n != 1 || !strings.Contains(told, "làm hỏng chương trình đọc tệp") {
		t.Errorf("%d pages, told %q: %v", n, told, err)
	}
	if _, _, err := document("a.doc", workertest.Compound("Root Entry", "WordDocument")); content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "làm hỏng chương trình đọc tệp") {
		t.Errorf("an old text: %v", err)
	}
	for code, last := range map[content.Code]bool{content.Missing: true, content.Invalid: true, content.TooLarge: true, content.Exhausted: false, content.Away: false} {
		if lasting(code) != last {
			t.Errorf("%s turns into cards: %v", code, !last)
		}
	}
}
