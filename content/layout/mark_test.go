package layout_test

import (
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/layout"
)

// TestMadeUpNumbersAreMarked holds notices of made-up figures to the rule that no sample is shown
// without its mark: what finds no room beside it is refused.
func TestMadeUpNumbersAreMarked(t *testing.T) {
	short := content.Words{Kicker: "Công dân Thủ đô số", Number: "1.234.567", Head: "tài khoản iHanoi trên địa bàn", Brief: "tài khoản", Foot: "Đến 19/12, nguồn: 1022"}
	long := slides()["number"].Words
	marked := slides()["number"]
	marked.Words.Mark, marked.Sample = "DIỄN TẬP", false
	for _, c := range canvases {
		for name, s := range map[string]content.Slide{
			"short":     {Kind: content.Notice, Style: content.Number, Sample: true, Words: short},
			"long":      {Kind: content.Notice, Style: content.Number, Sample: true, Words: long},
			"own mark":  marked,
			"statement": {Kind: content.Notice, Style: content.Statement, Sample: true, Words: content.Words{Head: "1.234.567 tài khoản"}},
			"steps":     {Kind: content.Notice, Style: content.Steps, Sample: true, Words: content.Words{Head: "Hai", Brief: "Hai", Lines: []string{"1.000", "2.000"}}},
			"slogan":    {Kind: content.Notice, Style: content.Slogan, Sample: true, Words: content.Words{Head: "Một triệu"}},
		} {
			l, err := layout.Lay(s, c, facts())
			if tiny := c.Width == 192 && s.Words.Foot == long.Foot; tiny != (err != nil) {
				t.Errorf("%s on %s: %v", name, c, err)
			}
			if err != nil {
				if !strings.Contains(err.Error(), "192×96") || !strings.Contains(err.Error(), "dòng nguồn") {
					t.Errorf("%s on %s: the refusal says %v", name, c, err)
				}
				continue
			}
			want := "SỐ LIỆU MẪU"
			if s.Words.Mark != "" {
				want = s.Words.Mark
			}
			checkMark(t, name+" on "+c.String(), l, want)
			for _, word := range strings.Fields(s.Words.Number + " " + s.Words.Foot) {
				if !strings.Contains(l.Words, strings.Trim(word, "·")) {
					t.Errorf("%s on %s: %q is left out of %q", name, c, word, l.Words)
				}
			}
			for _, fault := range faults(l, c, facts()) {
				t.Errorf("%s on %s: %s", name, c, fault)
			}
		}
	}
}

// checkMark looks for a mark that stands on its ground, with nothing painted after it and no
// other word upon it.
func checkMark(t *testing.T, what string, l layout.Layout, mark string) {
	t.Helper()
	n := len(l.Elements)
	if n < 2 || l.Elements[n-1].T != mark || l.Elements[n-2].Op != layout.Fill || l.Elements[n-2].C != layout.Flag {
		t.Errorf("%s: the mark %s is not what is painted last", what, mark)
		return
	}
	ground := l.Elements[n-2]
	for _, e := range l.Elements[:n-2] {
		k := inkOf(e, facts())
		if e.Op == layout.Text && k.x0 < float64(ground.X+ground.W) && k.x1 > float64(ground.X) && k.y0 < float64(ground.Y+ground.H) && k.y1 > float64(ground.Y) {
			t.Errorf("%s: %q lies under the mark", what, k.text)
		}
	}
}
