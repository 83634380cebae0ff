package template_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/studio/studiotest"
)

// Templates are chosen by pictures, which are drawn in the shape of the person's own screens; each
// leads to the form of its kind.
func TestTemplatesAreChosenByPicture(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	p := u.Get("/studio/templates?campaign=main").Says(t, 200, "Sự kiện", "Đếm ngược", "Mã cài đặt", "Bảng số liệu")
	pictures := strings.Count(p.HTML, `src="/studio/templates/`)
	if pictures != 11 {
		t.Errorf("%d pictures", pictures)
	}
	shape := func(at string) (w, h int) {
		p := u.Get(at)
		img, err := png.DecodeConfig(bytes.NewReader([]byte(p.HTML)))
		if err != nil {
			t.Fatalf("%s (%d): %v", at, p.Status, err)
		}
		return img.Width, img.Height
	}
	for _, part := range strings.Split(p.HTML, `src="`)[1:] {
		if at, _, _ := strings.Cut(part, `"`); strings.HasPrefix(at, "/studio/templates/") {
			if w, h := shape(at); w != 480 || h != 270 {
				t.Errorf("%s is %dx%d where no screen stands", at, w, h)
			}
		}
	}
	studiotest.NewScreen(t, u, "NGATU-01").Says(t, 200)
	if w, h := shape("/studio/templates/event.png"); w != 432 || h != 216 {
		t.Errorf("%dx%d, and the person's screen has 432x216", w, h)
	}
	again := u.Request("GET", "/studio/templates/event.png", nil)
	again.Header.Set("If-None-Match", u.Get("/studio/templates/event.png").Head.Get("ETag"))
	if got := u.Send(again); got.Status != 304 {
		t.Errorf("the same picture comes again with %d", got.Status)
	}
	u.Get("/studio/templates/nothing.png").Says(t, 404)
	if p := u.Get("/studio/notice?style=event"); !strings.Contains(p.HTML, `value="event" checked`) {
		t.Error("the form of the event that was chosen has another style")
	}
}

// A countdown and an install slide are made from nothing, seen while they are typed, and gated like
// every slide.
func TestCountdownAndInstallAreMade(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	editor := r.Other("soan", mandate.Editor)
	editor.Get("/studio/notice?kind=countdown&campaign=main").Says(t, 200, "Đếm ngược mới", "Đếm ngược đến")
	words := []string{"kind", "countdown", "campaign", "main", "head", "Cài đặt iHanoi", "brief", "Cài iHanoi"}
	editor.Post("/studio/notice", words...).Says(t, 422, "Hãy ghi ngày giờ đếm ngược đến")
	editor.Post("/studio/notice/preview", words...).Says(t, 200, "hãy nhập thời hạn")
	words = append(words, "deadline", "2099-12-30T00:00")
	if p := editor.Post("/studio/notice/preview", words...); strings.Count(p.HTML, "data:image/png") < 4 {
		t.Errorf("no pictures: %.300s", p.HTML)
	}
	editor.Post("/studio/notice", words...).Says(t, 200, "Đã tạo bản nháp")
	s := r.Slides()[0]
	if s.Kind != content.Countdown || s.State != content.Draft || s.Deadline.IsZero() || !s.Valid.Until.Equal(s.Deadline) {
		t.Fatalf("made %+v", s)
	}
	if got := editor.Get("/studio/slides/" + s.ID).Value("deadline"); got != "2099-12-30T00:00" {
		t.Errorf("its page counts to %q", got)
	}
	editor.Post("/studio/slides/"+s.ID+"/approve").Says(t, 403)

	r.Set(content.SettingApp, "iHanoi")
	editor.Get("/studio/notice?kind=install").Says(t, 200, "Tấm mã cài đặt mới", "Quét mã để cài đặt iHanoi")
	editor.Post("/studio/notice", "kind", "install", "campaign", "main", "brief", "x").Says(t, 422, "Hãy ghi nội dung chính")
	editor.Post("/studio/notice", "kind", "install", "campaign", "main", "head", "Quét mã để cài đặt iHanoi", "brief", "Cài đặt iHanoi").Says(t, 200, "Đã tạo bản nháp")
	all := r.Slides()
	i := all[len(all)-1]
	if i.Kind != content.Install {
		i = all[0]
	}
	if i.Kind != content.Install || len(i.Needs) != 1 || i.Needs[0] != content.SettingPublic || i.State != content.Draft {
		t.Fatalf("made %+v", i)
	}
	u.Get("/studio/slides/"+i.ID).Says(t, 200, "Địa chỉ công khai")
	editor.Post("/studio/notice", "kind", "video", "campaign", "main", "head", "Chữ").Says(t, 200)
	for _, one := range r.Slides() {
		if one.Kind == content.Video {
			t.Error("a clip was made of words")
		}
	}
}
