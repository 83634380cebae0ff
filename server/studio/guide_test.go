package studio

import (
	"context"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/signin"
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
func (r *rig) onlyGuide() (content.Slide, protocol.Guide) {
	r.Helper()
	all := r.slides()
	if len(all) != 1 || all[0].Kind != content.Guide {
		r.Fatalf("%d slides: %+v", len(all), all)
	}
	b, err := r.media.Read(context.Background(), all[0].Medium)
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
	r := newRig(t)
	editor := r.first()
	approver := r.other("duyet", signin.Approver)
	newScreen(t, editor, "KIOSK-01", "kind", "kiosk", "venue", "reception").says(t, 200)

	editor.get("/studio/slides").says(t, 200, "Hướng dẫn kiosk mới")
	editor.get("/studio/guides/new").says(t, 200, "Hướng dẫn mới", "Tháng cao điểm", "Trang Page 1")
	p := editor.post("/studio/guides/new", guideFields()...)
	p.says(t, 200, "Đã tạo bản nháp", "Bản nháp", "Hướng dẫn Guide", "Tìm “iHanoi”", "Search for “iHanoi”", "Mã QR của kiosk")
	slide, g := r.onlyGuide()
	if slide.Title != "Cài đặt iHanoi" || slide.State != content.Draft || g.ID != slide.ID || len(g.Pages) != 2 ||
		len(g.Pages[0].Steps) != 2 || g.Pages[0].Steps[1] != (protocol.Both{Vi: "Tìm “iHanoi”", En: "Search for “iHanoi”"}) || g.Pages[1].Code != "screen.code" {
		t.Errorf("kept as %+v with %+v", slide, g)
	}
	at := slidePath(slide.ID)
	editor.get("/studio/slides").says(t, 200, "Cài đặt iHanoi", "Hướng dẫn ·")

	editor.post(at+"/submit").says(t, 200, "Đã gửi duyệt")
	approver.get(at).says(t, 200, "Tìm “iHanoi”", "Duyệt cho lên màn hình")
	if strings.Contains(approver.get(at).html, `name="at_once"`) {
		t.Error("a guide is on no loop and cannot be shown at once")
	}
	approver.post(at+"/approve", "document", "311/KH-UBND").says(t, 200, "Đã duyệt", "trên on 1 màn hình")
	editor.post(at, guideFields("title", "Khác")...).says(t, 409, "đã được duyệt")
	editor.post(at+"/off").says(t, 200, "Đã gỡ")

	was := slide.Medium
	editor.post(at, guideFields("title", "Cài iHanoi", "p0_at", "2", "p1_at", "1", "order", "5")...).says(t, 200, "Đã lưu", "Bản nháp")
	slide, g = r.onlyGuide()
	if slide.State != content.Draft || slide.Medium == was || slide.Order != 5 || slide.Title != "Cài iHanoi" || g.Pages[0].Code == "" || g.Pages[1].Code != "" {
		t.Errorf("changed to %+v with %+v", slide, g)
	}
	if g.ID != slide.ID {
		t.Errorf("the document became another one: %s", g.ID)
	}
	editor.post(at, guideFields("p0_drop", "yes")...).says(t, 200, "Đã lưu")
	if _, g = r.onlyGuide(); len(g.Pages) != 1 {
		t.Errorf("a page that was removed is there: %+v", g)
	}
	if m, err := r.store.Medium(context.Background(), was); err != nil || m.Type != protocol.GuideType {
		t.Errorf("what was approved is not kept: %+v, %v", m, err)
	}
}

// What cannot be shown is refused with a sentence that says where, and nothing that was typed is lost.
func TestAGuideThatCannotBeShownIsRefused(t *testing.T) {
	r := newRig(t)
	u := r.first()
	long := strings.Repeat("chữ ", 120)
	for name, c := range map[string]struct {
		fields []string
		says   string
	}{
		"no title":       {[]string{"title", " "}, "Tên trang cần từ 1"},
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
		"no campaign":    {[]string{"campaign", "nowhere"}, "nowhere"},
		"bad date":       {[]string{"from", "hôm qua"}, "không đọc được"},
		"half a brief":   {[]string{"brief", "Từng bước"}, "Dòng dưới tên: thiếu tiếng Anh"},
		"pages past all": {[]string{"pages", "99999999"}, ""},
	} {
		p := u.post("/studio/guides/new", guideFields(c.fields...)...)
		if c.says == "" {
			p.says(t, 200, "Đã tạo bản nháp")
			continue
		}
		if p.status != 422 && p.status != 404 {
			t.Errorf("%s: status %d", name, p.status)
		}
		p.says(t, p.status, c.says)
		if name != "lines apart" && !strings.Contains(p.html, "Search for “iHanoi”") && name != "no page" {
			t.Errorf("%s: what was typed is lost", name)
		}
	}
	slide, _ := r.onlyGuide()
	before := slide.Medium
	u.post(slidePath(slide.ID), guideFields("p0_steps_en", "One", "p1_body", "Đã gõ nhiều chữ")...).says(t, 422, "các bước: tiếng Việt có 2 dòng", "Đã gõ nhiều chữ")
	if slide, _ = r.onlyGuide(); slide.Medium != before {
		t.Error("what was refused was kept")
	}
}

// The buttons that only look and add a page save nothing.
func TestAGuideIsLookedAtBeforeItIsSaved(t *testing.T) {
	r := newRig(t)
	u := r.first()
	u.post("/studio/guides/new", guideFields("act", "page")...).says(t, 200, "Trang Page 3", "Search for “iHanoi”")
	u.post("/studio/guides/new", guideFields("act", "look", "p1_body_en", "")...).says(t, 422, "Trang 2, đoạn văn")
	if n := len(r.slides()); n != 0 {
		t.Fatalf("%d slides", n)
	}
	u.post("/studio/guides/new", guideFields()...).says(t, 200)
	slide, _ := r.onlyGuide()
	u.post(slidePath(slide.ID), guideFields("act", "look", "p1_body", "Chỉ xem thử")...).says(t, 200, "Chỉ xem thử")
	u.post(slidePath(slide.ID), guideFields("act", "page")...).says(t, 200, "Trang Page 3")
	if now, _ := r.onlyGuide(); now.Medium != slide.Medium {
		t.Error("a look was saved")
	}
	other := r.other("soat", signin.Auditor)
	other.get(slidePath(slide.ID)).says(t, 200, "Tìm “iHanoi”")
	other.post("/studio/guides/new", guideFields()...).says(t, 403)
}

// A document that the disk has lost is written anew.
func TestAGuideWithoutItsDocument(t *testing.T) {
	r := newRig(t)
	u := r.first()
	u.post("/studio/guides/new", guideFields()...).says(t, 200)
	slide, _ := r.onlyGuide()
	if err := r.media.Delete(slide.Medium); err != nil {
		t.Fatal(err)
	}
	u.get(slidePath(slide.ID)).says(t, 200, "Cài đặt iHanoi")
	u.post(slidePath(slide.ID), guideFields()...).says(t, 200, "Đã lưu")
	r.onlyGuide()
}
