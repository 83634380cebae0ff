package upload_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/server/studio/studiotest"
)

// What was uploaded is sent to the approver together, with dates and screens once for all of it, from
// a page that shows each at the sizes where it would run. Nothing is sent where one is refused.
func TestUploadsAreSentTogether(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	r.Stand("LED-1", true)
	send := func(shade uint8) (id string) {
		t.Helper()
		p := u.Upload("/studio/upload", "tấm "+string('a'+rune(shade))+".jpg", studiotest.Photo(shade), "application/json")
		var got struct{ ID string }
		if p.Status != 200 || json.Unmarshal([]byte(p.HTML), &got) != nil {
			t.Fatalf("%d %s", p.Status, p.HTML)
		}
		return got.ID
	}
	a, b := send(1), send(2)
	plain := u.Upload("/studio/upload", "tấm d.jpg", studiotest.Photo(3), "text/html").Says(t, 200, "Xem, đặt ngày và gửi duyệt tất cả")
	var d string
	for _, s := range r.Slides() {
		if s.ID != a && s.ID != b {
			d = s.ID
		}
	}
	if !strings.Contains(plain.HTML, `href="/studio/upload/drafts?items=`+d+`"`) {
		t.Errorf("a plain form does not lead on to %s", d)
	}
	at := "/studio/upload/drafts?items=" + a + "+" + b + "+" + d
	page := u.Get(at).Says(t, 200, "tấm b", "tấm c", "tấm d", "Gửi duyệt tất cả", "432×216", "Mọi màn hình")
	if !strings.Contains(page.HTML, "/studio/slides/"+b+"/preview/432x216.png?of=draft") {
		t.Error("a draft is not shown on the screen where it would run")
	}
	below := u.Request("GET", at, nil)
	below.Header.Set("HX-Request", "true")
	if p := u.Send(below); p.Status != 200 || !strings.Contains(p.HTML, "Gửi duyệt tất cả") || strings.Contains(p.HTML, "<html") {
		t.Errorf("the form below the files: %d %.200s", p.Status, p.HTML)
	}
	place := "2024-11/001"
	despite := []string{"slide:" + a + ".despite", "Ảnh thử", "slide:" + b + ".despite", "Ảnh thử"}
	form := append([]string{"items", a + " " + b + " " + d, "from", "2026-12-01T08:00", "until", "2026-12-05T18:00", "reach", "area", "area", place}, despite...)
	post := func(more ...string) studiotest.Page {
		v := url.Values{}
		for all := slices.Concat(form, more); len(all) > 0; all = all[2:] {
			v.Add(all[0], all[1])
		}
		return u.PostForm("/studio/upload/drafts", v)
	}
	slide := func(id string) content.Slide {
		s, err := r.Store.Slide(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	post().Says(t, 422, "Hãy chọn từ 1 đến 60", "tấm b")
	if p := post("item", "slide:"+a, "item", "slide:nobody", "do", "keep"); p.Status != 404 || !slide(a).Valid.From.IsZero() {
		t.Errorf("with an unknown draft: %d %+v", p.Status, slide(a).Valid)
	}
	post("item", "slide:"+a, "do", "keep").Says(t, 200, "Đã lưu", "Chưa có màn hình nào ở nơi", "tấm c")
	const other = "2024-11/006"
	two := url.Values{"items": {a}, "item": {"slide:" + a}, "reach": {"area"}, "also": {place}, "area": {other}, "do": {"keep"}}
	kept := u.PostForm("/studio/upload/drafts", two).Says(t, 200, "Đã lưu", "Quận Ba Đình", "Quận Đống Đa")
	if n := strings.Count(kept.HTML, `name="also"`); n != 2 {
		t.Errorf("%d areas are chosen on the page", n)
	}
	if s := slide(a); len(s.Targets) != 2 || s.Targets[0].Area != place || s.Targets[1].Area != other {
		t.Errorf("of two areas: %+v", s.Targets)
	}
	two.Set("also", "2024-11/999")
	u.PostForm("/studio/upload/drafts", two).Says(t, 422, "Không có đơn vị")
	p := post("item", "slide:"+a, "item", "slide:"+b, "do", "send")
	p.Says(t, 200, "tấm b", "tấm c", "Đã gửi duyệt")
	for _, id := range []string{a, b} {
		s := slide(id)
		if s.State != content.Submitted || len(s.Targets) != 1 || s.Targets[0].Area != place || s.Valid.Until.Sub(s.Valid.From) != 106*time.Hour {
			t.Errorf("%+v", s)
		}
	}
	if s := slide(d); s.State != content.Draft || !s.Valid.From.IsZero() {
		t.Errorf("what was left out is changed: %+v", s)
	}
	u.Get(at).Says(t, 200, "Không gửi từ đây", "tấm d")
	if p := post("item", "slide:"+a, "do", "send"); p.Status != 409 {
		t.Errorf("what waits already is set again: %d", p.Status)
	}
}
