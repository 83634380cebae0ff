package media

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
)

// A copy of a clip that is not done has its full length and zeros where nothing was written yet.
func TestAClipWithPicturesMissingIsRefused(t *testing.T) {
	im := NewImporter(Limits{})
	half, err := os.ReadFile("testdata/half_zeros.mp4")
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = im.Import(t.Context(), "half.mp4", bytes.NewReader(half), int64(len(half)))
	if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "cắt cụt") {
		t.Errorf("half of a clip: %v", err)
	}
	clips, _ := filepath.Glob("testdata/*.mp4")
	tried := 0
	for _, name := range clips {
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := im.Import(t.Context(), "a.mp4", bytes.NewReader(whole), int64(len(whole))); err != nil {
			continue // refused for another reason
		}
		tried++
		boxes, err := topBoxes(bytes.NewReader(whole), int64(len(whole)))
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range boxes {
			if b.name != "mdat" || b.size < 20<<10 {
				continue
			}
			holed := bytes.Clone(whole)
			clear(holed[b.at+b.size/2 : b.at+b.size])
			if _, _, err := im.Import(t.Context(), "a.mp4", bytes.NewReader(holed), int64(len(holed))); err == nil {
				t.Errorf("%s with the second half of its data missing was taken", name)
			}
		}
	}
	if tried == 0 {
		t.Error("no clip of the testdata was taken whole")
	}
}

func TestEndingsThatBrowsersGive(t *testing.T) {
	for _, name := range []string{"a.pjpeg", "a.PJP", "a.jpg ", "a.jpeg  ", "a.jpg\u00a0", "a.jpg.", "a"} {
		if err := checkName(name, formatJPEG); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	if checkName("a.png ", formatJPEG) == nil {
		t.Error("a blank hides an ending that is not the format's")
	}
}
