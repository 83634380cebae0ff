package layout_test

import (
	"testing"

	"ngatu/content/layout"
)

// TestContrast computes WCAG 2 contrast of everything that is written on everything that it can
// stand on. 7 is asked (an LED in daylight), 4.5 over the thin lines of the crossroads.
func TestContrast(t *testing.T) {
	hues := map[string]layout.Hue{
		"lake": layout.Lake, "jade": layout.Jade, "lacquer": layout.Lacquer, "dusk": layout.Dusk, "alarm": layout.Alarm, "amber": layout.Amber, "night": layout.Night,
	}
	for name, h := range hues {
		for _, text := range []string{h.Ink, h.Soft, h.Gold} {
			for _, ground := range []string{h.Ground, h.Light, h.Block} {
				if r := layout.Contrast(text, ground); r < 7 {
					t.Errorf("%s: %s on %s is %.2f", name, text, ground, r)
				}
			}
			if r := layout.Contrast(text, h.Line); r < 4.5 {
				t.Errorf("%s: %s on the lines %s is %.2f", name, text, h.Line, r)
			}
		}
		if r := layout.Contrast(layout.Paper, h.Light); r < 7 {
			t.Errorf("%s: the number of the calendar is %.2f", name, r)
		}
		if r := layout.Contrast(h.Gold, h.Line); r < 3 {
			t.Errorf("%s: a bar on its ground is %.2f", name, r)
		}
	}
	for _, level := range layout.Levels {
		if r := layout.Contrast(layout.OnPaper, level); r < 6.5 {
			t.Errorf("letters on the tile %s: %.2f", level, r)
		}
	}
	pairs := [][2]string{{layout.OnPaper, layout.Paper}, {layout.OnFlag, layout.Flag}, {layout.OnPaper, layout.Lake.Gold}, {layout.Flag, layout.Night.Ground}}
	for _, p := range pairs {
		if r := layout.Contrast(p[0], p[1]); r < 7 {
			t.Errorf("%s on %s is %.2f", p[0], p[1], r)
		}
	}
	for i := 1; i < len(layout.Levels); i++ {
		if layout.Contrast("#000000", layout.Levels[i]) <= layout.Contrast("#000000", layout.Levels[i-1]) {
			t.Errorf("level %d is not lighter than the one before", i)
		}
	}
	if r := layout.Contrast("#000000", "#ffffff"); r < 20.99 || r > 21.01 {
		t.Errorf("black on white is %.2f", r)
	}
}
