package layout_test

import (
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/layout"
)

// linesOf are the lines of a slogan on a canvas, top to bottom.
func linesOf(t *testing.T, text string, c content.Canvas) []string {
	t.Helper()
	l, err := layout.Lay(content.Slide{Kind: content.Notice, Style: content.Slogan, Words: content.Words{Head: text}}, c, facts())
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var out []string
	for _, e := range l.Elements {
		if e.Op == layout.Text {
			out = append(out, e.T)
		}
	}
	return out
}

func TestLinesBreakWhereSpeechPauses(t *testing.T) {
	cases := []struct {
		text   string
		canvas int
		want   string
	}{
		{"Đi từng ngõ, gõ từng nhà, rà từng người", 0, "Đi từng ngõ,|gõ từng nhà,|rà từng người"},
		{"Đi từng ngõ, gõ từng nhà, rà từng người", 4, "Đi từng ngõ,|gõ từng nhà,|rà từng người"},
		{"Cài đặt, kích hoạt iHanoi", 0, "Cài đặt,|kích hoạt iHanoi"},
		{"Dòng một\nDòng hai", 0, "Dòng một|Dòng hai"},
	}
	for _, c := range cases {
		if got := strings.Join(linesOf(t, c.text, canvases[c.canvas]), "|"); got != c.want {
			t.Errorf("%q: %s", c.text, got)
		}
	}
}

func TestNumbersKeepTheirUnits(t *testing.T) {
	for text, whole := range map[string][]string{
		"Gọi ngay 1022 nhánh 8 để được giúp":      {"1022 nhánh 8"},
		"Mở cửa lúc 8 giờ ngày 12 tháng 3":        {"8 giờ", "ngày 12 tháng 3"},
		"Đã đạt 26,8 % sau 30 ngày làm việc":      {"26,8 %", "30 ngày"},
		"Công dân Thủ đô – thành phố Hà\u00a0Nội": {"đô –", "Hà Nội"},
	} {
		for _, c := range canvases {
			lines := strings.Join(linesOf(t, text, c), "|")
			for _, w := range whole {
				if !strings.Contains(lines, w) {
					t.Errorf("%s: %q is broken in %s", c, w, lines)
				}
			}
		}
	}
}

func TestNoWordIsSplitOrLost(t *testing.T) {
	text := "Ệ Ẫ Ổ nghiêng Nguyễn Huệ trường học"
	for _, c := range canvases {
		got := strings.Fields(strings.Join(linesOf(t, text, c), " "))
		if !slices.Equal(got, strings.Fields(text)) {
			t.Errorf("%s: %q", c, got)
		}
	}
}

func FuzzLay(f *testing.F) {
	for _, s := range []string{"Cài đặt iHanoi", "Ệ Ẫ Ổ Ộ", "a\u00a0b\nc", "", "–", strings.Repeat("dài ", 80), "\x00\xff", "1022 nhánh 8, iHanoi?", "e\u0302\u0301"} {
		f.Add(s, "Ngắn", 0, 0)
		f.Add("iHanoi iHanoi", s, 3, 2)
	}
	styles := []content.Style{content.Statement, content.Steps, content.List, content.Number, content.Slogan}
	f.Fuzz(func(t *testing.T, a, b string, style, canvas int) {
		w := content.Words{Kicker: b, Head: a, Brief: b, Number: b, Lines: []string{a, b}, Foot: b}
		s := content.Slide{Kind: content.Notice, Style: styles[abs(style)%len(styles)], Words: w}
		if style%7 == 6 {
			s.Kind = content.Install
		}
		c := canvases[abs(canvas)%len(canvases)]
		l, err := layout.Lay(s, c, facts())
		if err != nil {
			if content.CodeOf(err) != content.Invalid {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, fault := range faults(l, c, facts()) {
			t.Errorf("%s: %s", c, fault)
		}
	})
}

func abs(n int) int { return max(n, -(n + 1)) }
