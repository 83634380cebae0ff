package content

import (
	"encoding/json"
	"testing"
)

// A size is left out once, and taken back whole: a slide that is for every size is written as before.
func TestSizes(t *testing.T) {
	wall := Canvas{Width: 432, Height: 216}
	s := Slide{ID: "a"}
	before, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	out := s.Sizes.Without(wall.Size(), true).Without("192x96", true).Without(wall.Size(), true)
	if len(out.Not) != 2 || out.Has(wall) || !out.Has(Canvas{Width: 1920, Height: 1080}) || len(s.Sizes.Not) != 0 {
		t.Errorf("%+v", out)
	}
	s.Sizes = out.Without("192x96", false).Without(wall.Size(), false)
	if after, err := json.Marshal(s); err != nil || string(after) != string(before) || !s.Sizes.Has(wall) {
		t.Errorf("%s became %s: %v", before, after, err)
	}
	if only := (Sizes{Only: []Size{wall.Size()}}); !only.Has(wall) || only.Has(Canvas{Width: 216, Height: 432}) {
		t.Errorf("%+v", only)
	}
}
