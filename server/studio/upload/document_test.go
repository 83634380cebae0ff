package upload_test

import (
	"encoding/json"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
	"ngatu/server/studio/studiotest"
)

// A deck and a notice become drafts in order, cards of their words and their pictures: the clerk is
// told what was done to fonts, and how to keep the look. Sent again they are the same drafts. A
// sign is left out, and so is a file that has a password.
func TestDocumentsAreUploadedByTheirWords(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	type answer struct {
		ID      string
		Notices []struct{ Vi, En string }
		Slides  []struct{ ID, Title, At string }
	}
	send := func(name string, b []byte) (got answer) {
		t.Helper()
		p := u.Upload("/studio/upload", name, b, "application/json")
		if p.Status != 200 || json.Unmarshal([]byte(p.HTML[strings.LastIndex(strings.TrimSpace(p.HTML), "\n")+1:]), &got) != nil || got.ID == "" {
			t.Fatalf("%s: %d %s", name, p.Status, p.HTML)
		}
		return got
	}
	deck := workertest.Deck(
		workertest.Slide{Title: "Th«ng b¸o", Lines: []string{"Toµn d©n cµi øng dông iHanoi"}, Font: ".VnTime"},
		workertest.Slide{Title: "¶nh", Font: ".VnTime", Picture: studiotest.Photo(3)},
		workertest.Slide{Title: "hÕt", Font: ".VnTime", Picture: []byte("EMF")})
	got := send("họp.pptx", deck)
	if len(got.Slides) != 4 {
		t.Fatalf("%+v", got)
	}
	told := ""
	for _, n := range got.Notices {
		told += n.Vi + "\n"
	}
	for _, want := range []string{"chia theo thời gian đọc", ".VnTime", "TCVN3", "1 hình không đưa lên được", "PDF"} {
		if !strings.Contains(told, want) {
			t.Errorf("it does not say %q: %s", want, told)
		}
	}
	kinds := ""
	for i, s := range got.Slides {
		u.Get(s.At).Says(t, 200, "họp ("+string(rune('1'+i))+")")
		one, err := r.Store.Slide(t.Context(), s.ID)
		if err != nil || one.State != content.Draft || one.Campaign != u.Campaign {
			t.Errorf("%+v: %v", one, err)
		}
		kinds += string(one.Kind) + " " + one.Words.Head + "; "
	}
	if kinds != "notice Thông báo; notice ảnh; picture ; notice hết; " {
		t.Errorf("the drafts are %s", kinds)
	}
	if again := send("họp.pptx", deck); len(again.Slides) != 4 || again.Slides[0].ID != got.Slides[0].ID || again.Slides[3].ID != got.Slides[3].ID || len(r.Slides()) != 4 {
		t.Errorf("sent again it is %+v", again)
	}
	t.Setenv("PATH", t.TempDir()) // without LibreOffice
	scan := send("bản quét.docx", workertest.Text(workertest.Embedded, studiotest.Photo(5)))
	if s, err := r.Store.Slide(t.Context(), scan.ID); err != nil || s.Kind != content.Picture || len(scan.Slides) > 0 {
		t.Errorf("a scan in a text is %+v: %v", s, err)
	}
	kept := func() int {
		media, err := r.Store.Media(t.Context(), store.Medium{}, 0)
		if err != nil {
			t.Fatal(err)
		}
		return len(media)
	}
	before := kept()
	long := workertest.Embedded + workertest.Paragraph("Cu", strings.Repeat("ch÷ ", 16*301))
	u.Upload("/studio/upload", "dài.docx", workertest.Text(long, studiotest.Photo(7)), "text/html").Says(t, 200, "thành 301 tấm")
	if n := kept(); n != before {
		t.Errorf("a text that is refused leaves %d pictures", n-before)
	}
	u.Upload("/studio/upload", "khoá.pptx", workertest.Compound("EncryptedPackage"), "text/html").Says(t, 200, "mật khẩu")
	u.Upload("/studio/upload", "cũ.doc", workertest.Compound("WordDocument"), "text/html").Says(t, 200, "Word đời cũ")
	u.Upload("/studio/upload", "rỗng.docx", workertest.Text("", nil), "text/html").Says(t, 200, "không có chữ")
	_, steps, _ := strings.Cut(u.Get("/studio/upload").Says(t, 200, "lưu thành PDF", "Lưu thành").HTML, `id="pdf"`)
	steps, _, _ = strings.Cut(steps, "</ol>")
	if all, drawn := strings.Count(steps, "<li>"), strings.Count(steps, "<li><svg "); all != 3 || drawn != all {
		t.Errorf("of %d steps to a PDF %d have a picture", all, drawn)
	}
}
