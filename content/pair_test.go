package content

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// The halves of a canvas cover all of it but the line between them, and stand side by side where it
// is wide.
func TestHalves(t *testing.T) {
	for size, beside := range map[[2]int]bool{{192, 96}: true, {432, 216}: true, {400, 300}: true, {1920, 1080}: true, {1920, 120}: true, {1080, 1920}: false, {256, 256}: false, {320, 300}: false} {
		w, h := size[0], size[1]
		was, is := Halves(w, h)
		gap := w*h - was.W*was.H - is.W*is.H
		if was.X != 0 || was.Y != 0 || is.X+is.W != w || is.Y+is.H != h || gap <= 0 || gap > w*h/20 || (is.X > 0) != beside || (is.Y > 0) == beside {
			t.Errorf("%d×%d: %+v %+v", w, h, was, is)
		}
		if d := was.W*was.H - is.W*is.H; d < -max(w, h) || d > max(w, h) {
			t.Errorf("%d×%d: one half is larger: %+v %+v", w, h, was, is)
		}
	}
}

// Both pictures have a point of their own for each shape of canvas; the key of what is made of them
// names all that is seen. A slide of one picture is written as before.
func TestAPairIsCutByShape(t *testing.T) {
	s := Slide{
		ID: "s", Kind: Picture, Medium: DigestOf([]byte("was")), FocusX: 0.1, FocusY: 0.2, Focuses: []Focus{{Tall, 0.3, 0.4}},
		Pair: &Pair{Medium: DigestOf([]byte("is")), FocusX: 0.5, FocusY: 0.6, Focuses: []Focus{{Tall, 0.7, 0.8}}, Was: "Trước", Is: "Sau"},
	}
	wide, tall := s.On(432, 216), s.On(1080, 1920)
	if wide.FocusX != 0.1 || wide.Pair.FocusX != 0.5 || tall.FocusX != 0.3 || tall.Pair.FocusY != 0.8 {
		t.Errorf("%+v %+v, %+v %+v", wide, wide.Pair, tall, tall.Pair)
	}
	if s.Pair.FocusX != 0.5 || len(s.Pair.Focuses) != 1 {
		t.Error("the slide itself was changed")
	}
	other := s
	of := *s.Pair
	of.Medium = s.Pair.Medium[:len(s.Pair.Medium)-1] + "x" // whoever uploads finds a picture whose digest begins alike
	other.Pair = &of
	keys := []string{wide.FitKey(), tall.FitKey(), other.On(432, 216).FitKey(), wide.StillKey(), wide.Alone(false).FitKey()}
	slices.Sort(keys)
	if len(slices.Compact(keys)) != 5 {
		t.Errorf("keys are alike: %v", keys)
	}
	if is := s.Alone(true).On(1080, 1920); is.Medium != s.Pair.Medium || is.FocusX != 0.7 || is.Pair != nil || is.Fit != Cover {
		t.Errorf("%+v", is)
	}
	if got := s.Media(); len(got) != 2 {
		t.Errorf("%v", got)
	}
	of.Medium = DigestOf([]byte("another"))
	if doc, err := json.Marshal(Slide{ID: "s", Kind: Picture, Medium: s.Medium}); err != nil || strings.Contains(string(doc), "pair") {
		t.Errorf("%s %v", doc, err)
	}
	if s.Showing(DigestOf([]byte("new")), Picture).Pair != nil || s.Showing(s.Medium, Picture).Pair == nil {
		t.Error("another picture keeps the one beside the one before")
	}
	for _, bad := range []Pair{{Was: "a", Is: "b"}, {Medium: of.Medium, Is: "b"}, {Medium: of.Medium, Was: "a\nb", Is: "b"}, {Medium: of.Medium, Was: "a", Is: strings.Repeat("ộ", MaxCaption+1)}} {
		if bad.Check() == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	if err := of.Check(); err != nil {
		t.Error(err)
	}
}
