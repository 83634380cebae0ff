package layout_test

import (
	"testing"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/paint"
)

// A label lies whole on every picture, and is as high as people need from where they stand. One
// that is too long for a picture is smaller, and never left out.
func TestLabel(t *testing.T) {
	face := paint.Faces()[800]
	for _, c := range []content.Canvas{
		{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3},
		{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7},
		{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
		{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20},
		{Width: 16, Height: 16, PitchMM: 10, DistanceM: 20},
	} {
		for _, label := range []string{content.LabelAI, "Nội dung có hình ảnh do trí tuệ nhân tạo"} {
			l, x, y := layout.LayLabel(label, c.Width, c.Height, layout.LeastCap(c), paint.Faces())
			if x < 0 || y < 0 || x+l.Width > c.Width || y+l.Height > c.Height || l.Words != label {
				t.Errorf("on %s “%s” lies at %d,%d, %d×%d", c, label, x, y, l.Width, l.Height)
			}
			e := l.Elements[0]
			if cap := face.Cap * e.Size / layout.Em; cap < layout.LeastCap(c) && label == content.LabelAI && c.Width > 100 {
				t.Errorf("on %s capitals have %d pixels", c, cap)
			}
			if w := face.Width(label) * e.Size / layout.Em; w > l.Width && c.Width > 100 {
				t.Errorf("on %s the text of “%s” is %d wide, its strip %d", c, label, w, l.Width)
			}
		}
	}
}

// A label is part of every look that Ngatu sets itself, beside any other mark; without one nothing
// changes.
func TestLabelIsAMark(t *testing.T) {
	s := content.Slide{ID: "a", Kind: content.Notice, Style: content.Statement, Words: content.Words{Head: "Tải ứng dụng iHanoi"}}
	if layout.MarkOf(s) != "" {
		t.Error("a slide without label has a mark")
	}
	if s.Label = content.LabelAI; layout.MarkOf(s) != "TẠO BẰNG AI" {
		t.Errorf("its mark is %q", layout.MarkOf(s))
	}
	if s.Words.Mark = "DIỄN TẬP"; layout.MarkOf(s) != "DIỄN TẬP · TẠO BẰNG AI" {
		t.Errorf("with another one it is %q", layout.MarkOf(s))
	}
}

// Pairs with different captions have renditions with different names, whatever signs the captions hold.
func TestCaptionsNameTheRendition(t *testing.T) {
	c := content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}
	key := func(was, is string) string {
		return layout.FitKey(content.Slide{Kind: content.Picture, Pair: &content.Pair{Was: was, Is: is}}, c)
	}
	for a, b := range map[[2]string][2]string{{"a|b", "c"}: {"a", "b|c"}, {`a"|"b`, "c"}: {"a", `b"|"c`}, {"a", "b"}: {"b", "a"}} {
		if key(a[0], a[1]) == key(b[0], b[1]) {
			t.Errorf("%q and %q have one name", a, b)
		}
	}
}
