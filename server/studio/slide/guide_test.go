package slide_test

import (
	"context"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// guideFields is a guide of two pages as its form sends it; more fields come after it and win.
func guideFields(more ...string) []string {
	return append([]string{
		"campaign", "main", "kind", "pages", "icon", "phone", "title", "Cài đặt iHanoi", "title_en", "Install iHanoi", "pages", "3",
		"p0_title", "Các bước", "p0_title_en", "The steps", "p0_steps", "Mở kho ứng dụng\r\nTìm “iHanoi”\r\n", "p0_steps_en", "Open the store\r\nSearch for “iHanoi”",
		"p1_body", "Quét mã.", "p1_body_en", "Scan the code.", "p1_code", "yes",
	}, more...)
}

// onlyGuide is the one there is, with its guide.
func onlyGuide(r *studiotest.Rig) (content.Slide, protocol.Guide) {
	r.Helper()
	all := r.Slides()
	if len(all) != 1 || all[0].Kind != content.Guide {
		r.Fatalf("%d slides: %+v", len(all), all)
	}
	b, err := r.Media.Read(context.Background(), all[0].Medium)
	if err != nil {
		r.Fatal(err)
	}
	g, err := protocol.ReadGuide(b)
	if err != nil {
		r.Fatal(err)
	}
	return all[0], g
}

func TestAGuideIsMadeChangedAndApproved(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	approver := r.Other("duyet", signin.Approver)
	studiotest.NewScreen(t, editor, "KIOSK-01", "kind", "kiosk", "venue", "reception").Says(t, 200)

	editor.Get("/studio/templates").Says(t, 200, "Hướng dẫn kiosk mới")
	editor.Get("/studio/guides/new").Says(t, 200, "Hướng dẫn mới", "Tháng cao điểm", "Trang 1")
	p := editor.Post("/studio/guides/new", guideFields()...)
	p.Says(t, 200, "Đã tạo bản nháp", "Bản nháp", "Hướng dẫn", "Tìm “iHanoi”", "Search for “iHanoi”", "Mã QR của kiosk")
	slide, g := onlyGuide(r)
	if slide.Title != "Cài đặt iHanoi" || slide.State != content.Draft || g.ID != slide.ID || len(g.Pages) != 2 ||
		len(g.Pages[0].Steps) != 2 || g.Pages[0].Steps[1] != (protocol.Both{Vi: "Tìm “iHanoi”", En: "Search for “iHanoi”"}) || g.Pages[1].Code != "screen.code" {
		t.Errorf("kept as %+v with %+v", slide, g)
	}
	at := shell.SlidePath(slide.ID)
	editor.Get("/studio/slides").Says(t, 200, "Cài đặt iHanoi", "Hướng dẫn ·")

	editor.Post(at+"/submit").Says(t, 200, "Đã gửi duyệt")
	approver.Get(at).Says(t, 200, "Tìm “iHanoi”", "Duyệt cho lên màn hình")
	if strings.Contains(approver.Get(at).HTML, `name="at_once"`) {
		t.Error("a guide is on no loop and cannot be shown at once")
	}
	approver.Approve(at, "document", "311/KH-UBND").Says(t, 200, "Đã duyệt", "trên 1 màn hình")

	slide, _ = onlyGuide(r)
	slide.State = content.TakenOff // as of a server that took off by state
	r.Put(slide)
	was := slide.Medium
	editor.Post(at, guideFields("title", "Cài iHanoi", "p0_at", "2", "p1_at", "1", "order", "5")...).Says(t, 200, "Đã lưu", "Bản nháp")
	slide, g = onlyGuide(r)
	if slide.State != content.Draft || slide.Medium == was || slide.Order != 5 || slide.Title != "Cài iHanoi" || g.Pages[0].Code == "" || g.Pages[1].Code != "" {
		t.Errorf("changed to %+v with %+v", slide, g)
	}
	if g.ID != slide.ID {
		t.Errorf("the document became another one: %s", g.ID)
	}
	editor.Post(at, guideFields("p0_drop", "yes")...).Says(t, 200, "Đã lưu")
	if _, g = onlyGuide(r); len(g.Pages) != 1 {
		t.Errorf("a page that was removed is there: %+v", g)
	}
	if m, err := r.Store.Medium(context.Background(), was); err != nil || m.Type != protocol.GuideType {
		t.Errorf("what was approved is not kept: %+v, %v", m, err)
	}
}

// What cannot be shown is refused with a sentence that says where, and nothing that was typed is
// lost.
func TestAGuideThatCannotBeShownIsRefused(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	long := strings.Repeat("chữ ", 120)
	for name, c := range map[string]struct {
		fields []string
		says   string
	}{
		"no title":       {[]string{"title", " "}, "Tên tấm cần từ 1"},
		"no English":     {[]string{"title_en", ""}, "Tên hướng dẫn: thiếu tiếng Anh"},
		"lines apart":    {[]string{"p0_steps_en", "Open the store"}, "Trang 1, các bước: tiếng Việt có 2 dòng, tiếng Anh có 1"},
		"a link":         {[]string{"p1_body", "Mở https://ihanoi.vn"}, "không có đường dẫn"},
		"markup":         {[]string{"p1_body_en", "<b>Scan</b>"}, "không có đường dẫn hay mã HTML"},
		"too long":       {[]string{"p1_body", long, "p1_body_en", long}, "Trang 2, đoạn văn: một dòng tiếng Việt dài"},
		"no page":        {[]string{"p0_drop", "1", "p1_drop", "1"}, "Hướng dẫn cần từ 1 đến 40 trang"},
		"empty page":     {[]string{"p2_title", "Trống", "p2_title_en", "Empty"}, "Trang 3 chỉ có tên"},
		"no question":    {[]string{"kind", "questions"}, "Trang 2 chưa có câu hỏi"},
		"no area":        {[]string{"kind", "area"}, "cần đúng hai trang"},
		"strange kind":   {[]string{"kind", "film"}, "không dùng được"},
		"strange icon":   {[]string{"icon", "skull"}, "không dùng được"},
		"no campaign":    {[]string{"campaign", "nowhere"}, "Hãy chọn chiến dịch"},
		"bad date":       {[]string{"from", "hôm qua"}, "không đọc được"},
		"half a brief":   {[]string{"brief", "Từng bước"}, "Dòng dưới tên: thiếu tiếng Anh"},
		"pages past all": {[]string{"pages", "99999999"}, ""},
	} {
		p := u.Post("/studio/guides/new", guideFields(c.fields...)...)
		if c.says == "" {
			p.Says(t, 200, "Đã tạo bản nháp")
			continue
		}
		if p.Status != 422 && p.Status != 404 {
			t.Errorf("%s: status %d", name, p.Status)
		}
		p.Says(t, p.Status, c.says)
		if name != "lines apart" && !strings.Contains(p.HTML, "Search for “iHanoi”") && name != "no page" {
			t.Errorf("%s: what was typed is lost", name)
		}
	}
	slide, _ := onlyGuide(r)
	before := slide.Medium
	u.Post(shell.SlidePath(slide.ID), guideFields("p0_steps_en", "One", "p1_body", "Đã gõ nhiều chữ")...).Says(t, 422, "các bước: tiếng Việt có 2 dòng", "Đã gõ nhiều chữ")
	if slide, _ = onlyGuide(r); slide.Medium != before {
		t.Error("what was refused was kept")
	}
}

// The buttons that only look and add a page save nothing.
func TestAGuideIsLookedAtBeforeItIsSaved(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Post("/studio/guides/new", guideFields("act", "page")...).Says(t, 200, "Trang 3", "Search for “iHanoi”")
	u.Post("/studio/guides/new", guideFields("act", "look", "p1_body_en", "")...).Says(t, 422, "Trang 2, đoạn văn")
	if n := len(r.Slides()); n != 0 {
		t.Fatalf("%d slides", n)
	}
	u.Post("/studio/guides/new", guideFields()...).Says(t, 200)
	slide, _ := onlyGuide(r)
	u.Post(shell.SlidePath(slide.ID), guideFields("act", "look", "p1_body", "Chỉ xem thử")...).Says(t, 200, "Chỉ xem thử")
	u.Post(shell.SlidePath(slide.ID), guideFields("act", "page")...).Says(t, 200, "Trang 3")
	if now, _ := onlyGuide(r); now.Medium != slide.Medium {
		t.Error("a look was saved")
	}
	other := r.Other("soat", signin.Auditor)
	other.Get(shell.SlidePath(slide.ID)).Says(t, 200, "Tìm “iHanoi”")
	other.Post("/studio/guides/new", guideFields()...).Says(t, 403)
}

// A document that the disk has lost is written again.
func TestAGuideWithoutItsDocument(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Post("/studio/guides/new", guideFields()...).Says(t, 200)
	slide, _ := onlyGuide(r)
	if err := r.Media.Delete(slide.Medium); err != nil {
		t.Fatal(err)
	}
	u.Get(shell.SlidePath(slide.ID)).Says(t, 200, "Cài đặt iHanoi")
	u.Post(shell.SlidePath(slide.ID), guideFields()...).Says(t, 200, "Đã lưu")
	onlyGuide(r)
}
