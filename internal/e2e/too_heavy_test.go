package e2e

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// refusesTheHeavy chooses files that are larger than the server takes: each is refused in a sentence
// with its own limit before a byte of it is sent. Below, each step to a PDF has its picture.
func refusesTheHeavy(t *testing.T, s studioTab, kept func() []string) {
	t.Helper()
	s.opens("/studio/upload")
	s.chooses("campaign")
	var heavy []string
	for name, mb := range map[string]int64{"ảnh.jpg": 41, "phim.mp4": 501, "tập san.pdf": 101} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, mb<<20); err != nil { // nothing is written: the disk keeps its room
			t.Fatal(err)
		}
		heavy = append(heavy, path)
	}
	s.Run(chromedp.SetUploadFiles(`main input[name=file]`, heavy, chromedp.ByQuery))
	s.until("all are refused", `document.querySelectorAll("#files li.bad").length === 3`)
	for _, sentence := range []string{
		"Tệp lớn hơn 40 MB. Hãy giảm dung lượng rồi gửi lại.", "Tệp lớn hơn 500 MB. Hãy nén hoặc cắt ngắn video rồi gửi lại.", "Tệp lớn hơn 100 MB. Hãy giảm dung lượng rồi gửi lại.",
	} {
		s.says(sentence)
	}
	var asked bool
	if s.Eval(`performance.getEntriesByType("resource").some(function (r) { return /upload\/(parts|known)/.test(r.name); })`, &asked); asked || len(kept()) > 0 {
		t.Errorf("something of them was sent: %v", kept())
	}
	s.Eval(`document.querySelector("#pdf").open = true`, nil)
	s.until("a picture for each step", `(function (all) {
		return all.length === 3 && all.every(function (li) { return li.querySelector("svg").getBoundingClientRect().width > 100 && li.querySelector(".hit").getBoundingClientRect().width > 20; });
	})(Array.from(document.querySelectorAll("#pdf li")))`)
	var drawn []byte
	s.Run(chromedp.Screenshot("#pdf li svg", &drawn, chromedp.ByQuery))
	m, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := m.At(m.Bounds().Dx()*99/100, m.Bounds().Dy()/2).RGBA(); r>>8 < 220 {
		t.Error("the window of the first step is dark")
	}
	s.accessible("files that are too large, and the steps to a PDF")
	s.photographed("upload-heavy")
}
