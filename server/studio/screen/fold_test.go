package screen_test

import (
	"context"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/server/studio/studiotest"
)

// A long banner is cut into rows by one press, and kept; what cannot be shown is refused at its
// field, and the canvas does not change beneath its pieces.
func TestACanvasIsCutIntoPieces(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "CAU-01", "width", "1536", "height", "96", "pitch", "10", "distance", "40").Says(t, 200)
	place := func() content.Place {
		t.Helper()
		s, err := r.Store.Screen(context.Background(), "CAU-01")
		if err != nil {
			t.Fatal(err)
		}
		return s.Places[len(s.Places)-1]
	}
	const path = "/studio/screens/CAU-01/fold"
	has := func(p studiotest.Page, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if p.Status != 200 || !strings.Contains(p.HTML, part) {
				t.Errorf("%s (%d) is without %s", p.Path, p.Status, part)
			}
		}
	}
	has(u.Get("/studio/screens/CAU-01"), "ở điểm 0, 0", `href="`+path+`"`)
	p := u.Get(path + "?cut=rows&rows=4")
	has(p, "chưa lưu", `viewBox="0 0 1536 96"`, `viewBox="0 0 1920 1080"`)
	if !place().Fold.IsZero() {
		t.Error("looking at a ready-made cut has kept it")
	}
	var typed []string
	for _, name := range []string{"left", "top", "turn", "out_width", "out_height"} {
		typed = append(typed, name, p.Value(name))
	}
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		for _, name := range []string{"piece_x_", "piece_y_", "piece_w_", "piece_h_", "piece_to_x_", "piece_to_y_"} {
			typed = append(typed, name+n, p.Value(name+n))
		}
		typed = append(typed, "piece_turn_"+n, "0")
	}
	with := func(more ...string) []string { // the later of two counts
		out := append([]string(nil), typed...)
		for i := 0; i < len(more); i += 2 {
			for j := 0; j < len(out); j += 2 {
				if out[j] == more[i] {
					out[j+1] = more[i+1]
				}
			}
		}
		return out
	}
	u.Post(path, with("piece_to_x_2", "1700")...).Says(t, 422, "vượt ra ngoài ảnh HDMI", "mảnh")
	u.Post(path, with("piece_to_y_2", "50")...).Says(t, 422, "Mảnh 2 đè lên mảnh 1")
	u.Post(path, with("piece_w_4", "380")...).Says(t, 422, "không mảnh nào chiếu", "1532, 0")
	if !place().Fold.IsZero() {
		t.Error("what was refused is kept")
	}
	u.Post(path, with("piece_turn_4", "180", "left", "12")...).Says(t, 200, "Đã lưu", "4 mảnh, trong ảnh HDMI 1920×1080")
	got := place()
	want := content.FoldedInRows(got.Canvas, 4, 1920, 1080)
	want.Pieces[3].Rotation = 180
	if len(got.Fold.Pieces) != 4 || got.Fold.Pieces[3] != want.Pieces[3] || got.Fold.Width != 1920 || got.Left != 12 {
		t.Errorf("kept as %+v", got.Fold)
	}
	if p := u.Get(path); p.Value("piece_x_4") != "1152" || strings.Count(p.HTML, `name="piece_x_`) != 6 {
		t.Errorf("the fourth piece begins at %q, and there are %d lines", p.Value("piece_x_4"), strings.Count(p.HTML, `name="piece_x_`))
	}
	has(u.Post(path+"/drawing", with("piece_turn_1", "90", "piece_to_y_1", "400")...), "rotate(90 ")
	u.Post(path+"/drawing", with("piece_to_y_2", "50")...).Says(t, 200, "Mảnh 2 đè lên mảnh 1")

	screen := []string{"name", "Cầu vượt", "area", got.Area, "venue", "intersection", "kind", "led", "height", "96", "pitch", "10", "distance", "40"}
	u.Post("/studio/screens/CAU-01", append(screen, "width", "1600")...).Says(t, 422, "bỏ chia")
	u.Post("/studio/screens/CAU-01", append(screen, "width", "1536")...).Says(t, 200, "Đã lưu")
	if len(place().Fold.Pieces) != 4 {
		t.Error("the form that does not ask for pieces has taken them away")
	}
	u.Get(path+"?cut=sides").Says(t, 200, "chưa lưu")
	u.Get(path+"?cut=rows&rows=40").Says(t, 200, "vượt ra ngoài ảnh HDMI")
	u.Post(path, "left", "0", "top", "8", "turn", "90").Says(t, 200, "ở điểm 0, 8, xoay 90°")
	if got := place(); !got.Fold.IsZero() || got.Rotation != 90 || got.Top != 8 {
		t.Errorf("kept as %+v", got)
	}
	u.Get("/studio/screens/NGATU-99/fold").Says(t, 404)
}
