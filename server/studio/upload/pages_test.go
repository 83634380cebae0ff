package upload_test

import (
	"encoding/json"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/worker/workertest"
	"ngatu/server/studio/studiotest"
)

// A PDF is answered line by line, how far it is and what became of it; each page is a draft that
// opens. One that cannot be read is refused like any other file.
func TestAPDFIsUploadedByItsPages(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	p := u.Upload("/studio/upload", "họp dân phố.pdf", workertest.PDF(workertest.Pages(3, 1)...), "application/json")
	lines := strings.Split(strings.TrimSpace(p.HTML), "\n")
	var far struct{ Done, Of int }
	var got struct {
		ID     string
		Slides []struct{ ID, Title, At string }
	}
	if p.Status != 200 || json.Unmarshal([]byte(lines[0]), &far) != nil || far.Of != 3 || json.Unmarshal([]byte(lines[len(lines)-1]), &got) != nil || len(got.Slides) != 3 {
		t.Fatalf("%d %s", p.Status, p.HTML)
	}
	for i, s := range got.Slides {
		u.Get(s.At).Says(t, 200, s.Title)
		if !strings.HasSuffix(s.Title, []string{"(1)", "(2)", "(3)"}[i]) {
			t.Errorf("page %d is called %q", i+1, s.Title)
		}
	}
	for _, s := range r.Slides() {
		if s.State != content.Draft || s.Campaign != u.Campaign {
			t.Errorf("%+v", s)
		}
	}
	one := u.Upload("/studio/upload", "một trang.pdf", workertest.PDF(workertest.Sheet{Blue: 1}), "application/json")
	if one.Status != 200 || json.Unmarshal([]byte(one.HTML[strings.LastIndex(strings.TrimSpace(one.HTML), "\n")+1:]), &got) != nil || got.ID == "" {
		t.Errorf("one page: %d %s", one.Status, one.HTML)
	}
	linked := workertest.Sheet{
		Draws: "BT 1 g /F1 20 Tf 50 50 Td (Xem tai bit.ly/abc) Tj ET", Resources: "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
	}
	one = u.Upload("/studio/upload", "liên kết lạ.pdf", workertest.PDF(linked), "application/json")
	if one.Status != 200 || json.Unmarshal([]byte(one.HTML[strings.LastIndex(strings.TrimSpace(one.HTML), "\n")+1:]), &got) != nil {
		t.Errorf("a page with a link: %d %s", one.Status, one.HTML)
	}
	u.Get("/studio/slides/"+got.ID).Says(t, 200, "Địa chỉ “bit.ly” không nằm trong danh sách được phép")
	u.Upload("/studio/upload", "không script.pdf", workertest.PDF(workertest.Pages(2, 0.3)...), "text/html").Says(t, 200, "không script (1)", "không script (2)")
	p = u.Upload("/studio/upload", "khoá.pdf", workertest.LockedPDF(workertest.Sheet{}), "application/json")
	if p.Status != 422 || !strings.Contains(p.HTML, "mật khẩu") {
		t.Errorf("a locked one: %d %s", p.Status, p.HTML)
	}
	p = u.Upload("/studio/upload", "ảnh.jpg", workertest.PDF(workertest.Sheet{}), "application/json")
	if p.Status != 422 || !strings.Contains(p.HTML, ".pdf") {
		t.Errorf("one with a picture's name: %d %s", p.Status, p.HTML)
	}
}
