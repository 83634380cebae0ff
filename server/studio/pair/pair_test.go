package pair_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/server/rendition/renditiontest"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

func uploaded(t *testing.T, u *studiotest.User, name string, width int) string {
	t.Helper()
	p := u.Upload("/studio/upload", name, renditiontest.Photograph(width, 300), "application/json")
	var got struct{ ID string }
	if p.Status != 200 || json.Unmarshal([]byte(p.HTML[strings.LastIndex(strings.TrimSpace(p.HTML), "\n")+1:]), &got) != nil || got.ID == "" {
		t.Fatalf("%d %s", p.Status, p.HTML)
	}
	return got.ID
}

// Two pictures of a campaign become one slide: the second one is chosen by its picture, both are seen
// together before anything is stored, and its own draft goes. Taken apart again it is one picture.
func TestTwoPicturesBecomeOneSlide(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	r.Stand("NGATU-01", true) // one size of screen is enough
	u := r.Other("soan", signin.Editor)
	was, is := uploaded(t, u, "hẻm cũ.jpg", 400), uploaded(t, u, "hẻm mới.jpg", 420)
	at := "/studio/slides/" + was
	u.Get(at).Says(t, 200, "Ghép ảnh trước và sau…")
	if p := u.Get(at+"/pair").Says(t, 200, "hẻm mới", "Tải ảnh sau lên"); !strings.Contains(p.HTML, "?with="+is) || strings.Contains(p.HTML, "?with="+was) {
		t.Error("it is not the other picture that is offered")
	}
	form := u.Get(at+"/pair?with="+is).Says(t, 200, "Ảnh trước", "Ảnh sau", "Xóa bản nháp riêng của ảnh sau")
	for _, asked := range []string{`value="Trước"`, `value="Sau"`, "focus_wide_x", "after_tall_y"} {
		if !strings.Contains(form.HTML, asked) {
			t.Errorf("the form does not ask for %s", asked)
		}
	}
	if p := u.Get(at + "/pair/after.png?with=" + is); p.Status != 200 || !strings.HasPrefix(p.Head.Get("Content-Type"), "image/jpeg") {
		t.Errorf("the second picture: %d %s", p.Status, p.Head.Get("Content-Type"))
	}
	fields := []string{"revision", form.Value("revision"), "with", is, "was", "Trước", "is", "Sau", "focus_x", "0.2", "focus_y", "0.5", "after_x", "0,9", "after_y", "0.5", "after_tall_x", "0.1", "after_tall_y", "0.5"}
	if p := u.Post(at+"/pair/look", fields...).Says(t, 200, "432×216"); strings.Count(p.HTML, "data:image/") != 1 {
		t.Error("it is not seen at the size of the screen")
	}
	if s := r.Slides(); len(s) != 2 || s[0].Pair != nil || s[1].Pair != nil {
		t.Fatalf("looking stored something: %+v", s)
	}
	wrong := append(slices.Clone(fields), "was", strings.Repeat("x", 40))
	wrong[5] = ""
	u.Post(at+"/pair", wrong...).Says(t, 422, "Chữ trên mỗi ảnh cần từ 1 đến 16 ký tự")
	u.Post(at+"/pair", append(fields, "drop", form.Value("drop"))...).Says(t, 200, "Đã ghép hai ảnh", "Sửa ảnh trước và sau…").Lacks(t, "Chia thành thẻ", "Viết lại thành thông báo")
	all := r.Slides()
	if len(all) != 1 || all[0].Pair == nil || all[0].FocusX != 0.2 || all[0].Pair.FocusX != 0.9 || !slices.Equal(all[0].Pair.Focuses, []content.Focus{{Shape: content.Tall, X: 0.1, Y: 0.5}}) || all[0].Fit != content.Cover {
		t.Fatalf("%+v %+v", all, all[0].Pair)
	}
	if p := u.Get(at + "/preview/432x216.png?of=draft"); p.Status != 200 || p.HTML == u.Get(at+"/preview/480x270.png").HTML {
		t.Errorf("its picture: %d", p.Status)
	}
	fields[3] = ""
	u.Post(at+"/pair", fields...).Says(t, 409, "Có người vừa sửa")
	u.Get(at+"/readable").Says(t, 404)
	// what the form of the slide does not ask stays
	u.Post(at, "title", "Hẻm 12", "fit", "cover", "focus_x", "0.2", "focus_y", "0.5").Says(t, 200)
	if s := r.Slides()[0]; s.Pair == nil || s.Title != "Hẻm 12" || s.Pair.FocusX != 0.9 {
		t.Errorf("%+v", s)
	}
	boss.Get(at).Says(t, 200, "Hẻm 12")
	u.Post(at+"/pair", "act", "part").Says(t, 200, "Đã bỏ ảnh sau")
	if s := r.Slides()[0]; s.Pair != nil || s.FocusX != 0.2 {
		t.Errorf("%+v", s)
	}
}

// Only pictures have a second one, and what AI made says so in both halves' slide.
func TestWhatCannotBeAPair(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	r.Stand("NGATU-01", true)
	r.Put(content.Slide{ID: "n", Campaign: "main", Kind: content.Notice, Title: "Thông báo", State: content.Draft, Words: content.Words{Head: "A"}})
	u.Get("/studio/slides/n/pair").Says(t, 404, "không phải ảnh")
	u.Get("/studio/slides/none/pair").Says(t, 404)
	was, is := uploaded(t, u, "a.jpg", 400), uploaded(t, u, "b.jpg", 420)
	at := "/studio/slides/" + was + "/pair"
	// the draft of the second picture goes only where nobody else wrote in it, also since the page was opened
	other, spare := r.Other("soan", signin.Editor), "Xóa bản nháp riêng của ảnh sau"
	other.Get(at+"?with="+is).Says(t, 200).Lacks(t, spare)
	drop := u.Get(at+"?with="+is).Says(t, 200, spare).Value("drop")
	other.Post("/studio/slides/"+is, "title", "Ảnh của đồng nghiệp", "fit", "contain").Says(t, 200)
	u.Get(at+"?with="+is).Says(t, 200).Lacks(t, spare)
	for _, drop := range []string{drop, "yes"} {
		u.Post(at, "with", is, "was", "Trước", "is", "Sau", "drop", drop).Says(t, 409, "Ảnh của đồng nghiệp", "đã có người khác sửa")
	}
	for _, s := range r.Slides() {
		if s.ID == is {
			s.Label = content.LabelAI
			r.Put(s)
		}
	}
	for _, with := range []string{was, "n"} {
		u.Get(at+"?with="+with).Says(t, 422, "Hãy chọn một tấm ảnh khác")
	}
	u.Post(at, "was", "Trước", "is", "Sau").Says(t, 422, "Hãy chọn ảnh sau")
	u.Post(at, "with", is, "was", "Trước", "is", "Sau").Says(t, 200, "Đã ghép")
	for _, s := range r.Slides() {
		if s.ID == was && s.Label != content.LabelAI {
			t.Errorf("%+v", s)
		}
	}
	if len(r.Slides()) != 3 {
		t.Error("a draft went that nobody threw away")
	}
}
