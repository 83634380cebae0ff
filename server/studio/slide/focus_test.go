package slide_test

import (
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/server/studio/studiotest"
)

// A picture keeps a point of its own on the shapes of screens that ask for one, and the others keep
// the point for all.
func TestAPictureIsCutForEachShapeOfScreen(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Upload("/studio/upload", "anh.jpg", studiotest.Photo(9), "application/json").Says(t, 200)
	at := "/studio/slides/" + r.Slides()[0].ID
	page := u.Get(at).Says(t, 200, "Chọn riêng cho từng dạng màn hình", "Màn hình dọc", "Màn hình ngang")
	for _, has := range []string{`data-focus="focus_tall"`, `data-focus="focus_wide"`, `data-focus="focus"`, `name="focus_tall_x"`} {
		if !strings.Contains(page.HTML, has) {
			t.Errorf("no %s", has)
		}
	}
	picture := func(size string) string { return u.Get(at + "/preview/" + size + ".png?of=draft").HTML }
	save := func(more ...string) studiotest.Page {
		return u.Post(at, append([]string{"title", "Ảnh", "fit", "cover", "focus_x", "0.5", "focus_y", "0.5"}, more...)...)
	}
	save("focus_tall_x", "", "focus_tall_y", "").Says(t, 200, "Đã lưu")
	high, wide := picture("1080x1920"), picture("432x216")
	save("focus_tall_x", "1", "focus_tall_y", "0,5", "focus_wide_x", "", "focus_wide_y", "").Says(t, 200, "Đã lưu")
	s := r.Slides()[0]
	if len(s.Focuses) != 1 || s.Focuses[0] != (content.Focus{Shape: content.Tall, X: 1, Y: 0.5}) || s.FocusX != 0.5 {
		t.Fatalf("%+v", s.Focuses)
	}
	if picture("1080x1920") == high || picture("432x216") != wide {
		t.Error("the wrong screens show another part of it")
	}
	u.Post(at, "title", "Ảnh 2", "fit", "cover").Says(t, 200, "Đã lưu") // a program that does not ask for it
	if s := r.Slides()[0]; len(s.Focuses) != 1 {
		t.Errorf("what was not asked for is gone: %+v", s.Focuses)
	}
	save("focus_tall_x", "2", "focus_tall_y", "0").Says(t, 422, "Màn hình dọc")
	save("focus_tall_x", "", "focus_tall_y", "").Says(t, 200)
	if s := r.Slides()[0]; len(s.Focuses) != 0 || picture("1080x1920") != high {
		t.Errorf("%+v", s.Focuses)
	}
}
