package content_test

import (
	"testing"

	"ngatu/content"
)

func TestAPictureIsCutForTheShapeOfACanvas(t *testing.T) {
	s := content.Slide{Kind: content.Picture, Fit: content.Cover, FocusX: 0.5, FocusY: 0.5, Focuses: []content.Focus{{Shape: content.Tall, X: 0.2, Y: 0.1}, {Shape: content.Banner, X: 0.5, Y: 0}}}
	for _, c := range []struct {
		w, h  int
		shape content.Shape
		key   string
	}{
		{1536, 96, content.Banner, "cover:0.50,0.00"},
		{250, 100, content.Banner, "cover:0.50,0.00"},
		{249, 100, content.Wide, "cover:0.50,0.50"},
		{432, 216, content.Wide, "cover:0.50,0.50"},
		{400, 300, content.Wide, "cover:0.50,0.50"},
		{100, 100, content.Square, "cover:0.50,0.50"},
		{116, 100, content.Square, "cover:0.50,0.50"},
		{100, 117, content.Tall, "cover:0.20,0.10"},
		{1080, 1920, content.Tall, "cover:0.20,0.10"},
	} {
		if got := content.ShapeOf(c.w, c.h); got != c.shape {
			t.Errorf("%d×%d is %s", c.w, c.h, got)
		}
		if got := s.On(c.w, c.h).FitKey(); got != c.key {
			t.Errorf("%d×%d: %s", c.w, c.h, got)
		}
	}
	if s.Fit = content.Contain; s.On(1080, 1920).FitKey() != "contain" {
		t.Error("a whole picture has no point to keep")
	}
}
