package gallery

import (
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
)

var wall = sync.OnceValues(NewWall)

func theWall(t testing.TB) *Wall {
	t.Helper()
	w, err := wall()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// instants are when a case is looked at: countdowns say other words on other days.
func instants(k Case) []time.Time {
	if k.Look.kind != content.Countdown {
		return []time.Time{Now}
	}
	end := k.Slide.Deadline
	return []time.Time{Now, end.AddDate(0, 0, -500), end.AddDate(0, 0, -300), end.AddDate(0, 0, -9), end.Add(-time.Hour), end.Add(time.Hour)}
}

// TestEveryGlyphIsWhole measures the ink of every glyph of every look, canvas and variant: stacked
// marks and descenders as the font draws them.
func TestEveryGlyphIsWhole(t *testing.T) {
	l := newLetters(t)
	laid, glyphs := 0, 0
	for _, k := range theWall(t).Cases {
		if k.Layout == nil {
			continue
		}
		laid++
		for _, at := range instants(k) {
			v := k.Values
			v.At = at
			lines, _ := l.lines(*k.Layout, v)
			for _, n := range lines {
				glyphs += len(n.glyphs)
				for _, f := range sizeFaults(n, k.Canvas.Canvas) {
					t.Errorf("%s: %s", k.ID(), f)
				}
			}
			for _, f := range inkFaults(l, *k.Layout, v) {
				t.Errorf("%s at %s: %s", k.ID(), at.In(zone).Format("2/1"), f)
			}
		}
	}
	t.Logf("%d layouts, %d glyphs", laid, glyphs)
	if laid < 100 {
		t.Errorf("only %d layouts were looked at", laid)
	}
}

// TestEveryCellSaysWhy: a cell without a picture gives the reason, in words that staff understand.
func TestEveryCellSaysWhy(t *testing.T) {
	seen := map[string]int{}
	for _, k := range theWall(t).Cases {
		if k.Why == "" {
			seen[k.Look.ID+" on "+k.Canvas.String()]++
		}
		if k.Why != "" && k.Layout != nil || k.Why == "" && k.Layout == nil && k.Look.route == laidOut {
			t.Errorf("%s: %q with layout %v", k.ID(), k.Why, k.Layout != nil)
		}
	}
	for _, look := range Looks() {
		for _, on := range Canvases() {
			if n := seen[look.ID+" on "+on.String()]; n < 1 && (on.Touch || look.route != kioskPage) {
				t.Errorf("%s on %s has no picture at all", look.ID, on)
			}
		}
	}
}

// TestTheMeasureSees spoils good layouts in the ways that the measure is there for.
func TestTheMeasureSees(t *testing.T) {
	l := newLetters(t)
	var whole, coded Case
	for _, k := range theWall(t).Cases {
		switch k.ID() {
		case "slogan-long-432x216":
			whole = k
		case "install-long-1920x1080":
			coded = k
		}
	}
	first := func(k Case, change func(i int, e *layout.Element)) layout.Layout {
		out := *k.Layout
		out.Elements = append([]layout.Element{}, out.Elements...)
		for i, n := 0, 0; i < len(out.Elements); i++ {
			if out.Elements[i].Op == layout.Text {
				change(n, &out.Elements[i])
				n++
			}
		}
		return out
	}
	for name, spoilt := range map[string]layout.Layout{
		"lines too close":       first(whole, func(i int, e *layout.Element) { e.Y -= i * e.Size * 45 / 100 }),
		"a mark cut at the top": first(whole, func(_ int, e *layout.Element) { e.Y = e.Size * 7 / 10 }),
		"a column too narrow":   first(whole, func(_ int, e *layout.Element) { e.W = e.W / 2 }),
		"text in a quiet zone":  first(coded, func(_ int, e *layout.Element) { e.Y -= e.Size }),
		"a letter it lacks":     first(whole, func(_ int, e *layout.Element) { e.T = "漢" }),
	} {
		if len(inkFaults(l, spoilt, whole.Values)) == 0 {
			t.Errorf("%s: nothing was seen", name)
		}
	}
	for _, k := range []Case{whole, coded} {
		for _, f := range inkFaults(l, *k.Layout, k.Values) {
			t.Errorf("%s: %s", k.ID(), f)
		}
	}
}
