package preflight

import (
	"strings"
	"testing"

	"ngatu/content"
)

// Each picture of a pair is judged in its own half: how much it is blown up there, and where a code in
// it stands.
func TestAPairIsJudgedByHalves(t *testing.T) {
	canvas := content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}
	f := Facts{
		Slide: content.Slide{
			ID: "s", Kind: content.Picture, Medium: content.DigestOf([]byte("a")), FocusX: 0.5, FocusY: 0.5, Fit: content.Cover,
			Pair: &content.Pair{Medium: content.DigestOf([]byte("b")), FocusX: 0.5, FocusY: 0.5, Was: "Trước", Is: "Sau"},
		},
		Picture: &Picture{Width: 900, Height: 900},
		After:   &Picture{Width: 860, Height: 860, Codes: []Code{{Text: "https://ke-gian.example.com/x", Box: Box{X: 400, Y: 400, W: 200, H: 200}}}},
		Leads:   func(string) bool { return false },
		Views:   []View{{Canvas: canvas, Screens: 1}},
	}
	if !f.Coded() {
		t.Error("the code of the second picture is not searched for")
	}
	found := Check(f)
	said := ""
	var at []Box
	for _, one := range found {
		said += one.Vi + "\n"
		if strings.Contains(one.Vi, "không đọc được") {
			at = one.On(432, 216)
		}
	}
	if !strings.Contains(said, "ke-gian.example.com") || strings.Contains(said, "bị phóng to") {
		t.Errorf("found is\n%s", said)
	}
	if len(at) != 1 || at[0].X < 216 || at[0].X+at[0].W > 432 {
		t.Errorf("the code is marked at %+v", at)
	}
	f.After.Width, f.After.Height = 80, 80 // fills a half of 214×216: enlarged 2.7 times
	said = ""
	for _, one := range Check(f) {
		said += one.Vi + "\n"
	}
	if !strings.Contains(said, "80×80") || !strings.Contains(said, "2.7 lần") {
		t.Errorf("found is\n%s", said)
	}
}
