package slide_test

import (
	"strings"
	"testing"

	"ngatu/content/mandate"
	"ngatu/server/studio/studiotest"
)

// Whoever types a notice sees it on the screens in their care; without scripts a button shows them.
func TestWhatIsTypedIsSeenOnOnesOwnScreens(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	p := u.Post("/studio/notice/preview", "head", "Họp tổ dân phố", "campaign", "main")
	p.Says(t, 200, "1920×1080")
	if strings.Contains(p.HTML, "màn hình của bạn") {
		t.Error("screens are counted where none stands")
	}
	studiotest.NewScreen(t, u, "NGATU-01").Says(t, 200)
	p = u.Post("/studio/notice/preview", "head", "Họp tổ dân phố", "campaign", "main")
	p.Says(t, 200, "432×216", "1 màn hình của bạn")
	if strings.Contains(p.HTML, "1920×1080") || !strings.Contains(p.HTML, `decoding="sync"`) {
		t.Errorf("shown on other screens, or with a flash: %s", p.HTML)
	}
	far := r.Other("ca-hai", mandate.Editor)
	r.Bound("ca-hai", mandate.Mandate{Role: mandate.Editor, Area: "2024-11/006"})
	if p := far.Post("/studio/notice/preview", "head", "Họp tổ dân phố", "campaign", "main"); strings.Contains(p.HTML, "của bạn") {
		t.Error("somebody else's screens are called their own")
	}

	event := []string{"campaign", "main", "style", "event", "head", "Ngày hội số", "number", "14/12", "act", "look"}
	u.Post("/studio/notice", event...).Says(t, 200, "Thông báo mới", "1 màn hình của bạn")
	if n := len(r.Slides()); n != 0 {
		t.Fatalf("looking has stored %d slides", n)
	}
	u.Post("/studio/notice", event[:len(event)-2]...).Says(t, 200, "Đã tạo bản nháp")
	at := "/studio/slides/" + r.Slides()[0].ID
	u.Post(at, "head", "Ngày hội mới", "title", "Ngày hội", "style", "event", "number", "15/12", "act", "look").Says(t, 200, "Ngày hội mới", "1 màn hình của bạn")
	u.Post("/studio/boards/preview", "slide", r.Slides()[0].ID, "head", "Ngày hội mới", "title", "x", "style", "event", "number", "15/12").Says(t, 200, "432×216")
	if s := r.Slides()[0]; s.Words.Head != "Ngày hội số" || s.Words.Number != "14/12" {
		t.Errorf("looking has changed the slide: %+v", s.Words)
	}
	for _, wrong := range [][]string{{"style", "event", "head", "x"}, {"style", "event", "head", "x", "number", "Từ 14/12 đến 16/12"}, {"style", "before_after", "head", "x", "lines", "một"}} {
		u.Post("/studio/notice", append(wrong, "campaign", "main")...).Says(t, 422, "Hãy ghi")
	}
}
