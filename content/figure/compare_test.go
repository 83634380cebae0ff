package figure_test

import (
	"strings"
	"testing"

	"ngatu/content/area"
	"ngatu/content/figure"
)

func TestChanges(t *testing.T) {
	before, _ := match(rows("001|||1000", "002|||2000", "003|||3000"), area.Nov2024)
	after, _ := match(rows("001|||1200", "002|||1900", "004|||50"), area.Nov2024)
	got := figure.Changes(before, after)
	if len(got) != 4 || got[0].By() != 200 || got[1].By() != -100 || got[2].Is || got[2].By() != 0 || got[3].Was || got[3].By() != 0 {
		t.Errorf("%+v", got)
	}
	if p := figure.Falls(got, set); p == nil || !strings.Contains(p.Vi, "giảm ở 1 đơn vị: Quận Hoàn Kiếm (-100)") {
		t.Errorf("%v", p)
	}
	if p := figure.Falls(figure.Changes(before, before), set); p != nil {
		t.Errorf("nothing fell: %v", p)
	}
	if !figure.Same(before, before) || figure.Same(before, after) {
		t.Error("equal and different figures are mixed up")
	}
}
