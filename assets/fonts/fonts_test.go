package fonts

import (
	"bytes"
	"testing"

	"golang.org/x/image/font/sfnt"
)

// letters are all that Vietnamese is written with, and the signs that slides use.
const letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ" +
	"AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ" +
	"fjwzFJWZ0123456789 .,:;!?()%/-–—“”‘’…•·×≤≥≈₫&+='\"\u00a0"

func TestEveryWeightHoldsVietnamese(t *testing.T) {
	total := 0
	for _, w := range Weights() {
		f, err := sfnt.Parse(TTF(w))
		if err != nil {
			t.Fatalf("weight %d: %v", w, err)
		}
		var b sfnt.Buffer
		for _, r := range letters {
			if g, err := f.GlyphIndex(&b, r); err != nil || g == 0 {
				t.Errorf("weight %d has no %q", w, r)
			}
		}
		if !bytes.HasPrefix(WOFF2(w), []byte("wOF2")) {
			t.Errorf("weight %d: the web font is no WOFF2", w)
		}
		total += len(WOFF2(w))
	}
	if total > 50_000 { // the page may weigh 90 kB with its fonts
		t.Errorf("the web fonts weigh %d bytes together", total)
	}
	if TTF(500) != nil || WOFF2(500) != nil {
		t.Error("a weight that was not cut has a file")
	}
	if !bytes.Contains([]byte(Licence), []byte("SIL OPEN FONT LICENSE")) {
		t.Error("the licence is missing")
	}
}
