package layout_test

import (
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/layout"
)

// An event shows the day that was written, or nothing.
func TestAnEventShowsItsDay(t *testing.T) {
	for number, day := range map[string]string{
		"Ngày 14 tháng 12": "14/12", "thứ bảy, ngày 14/12/2024": "14/12", "14/12": "14/12",
		"Từ 14/12 đến 16/12": "", "14/12 và 21/12": "", "14/12 âm lịch": "",
	} {
		s := slides()["event"]
		s.Words.Number = number
		for _, c := range canvases {
			l, err := layout.Lay(s, c, facts())
			if day == "" {
				if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "đúng một ngày") {
					t.Errorf("%q on %s: %v", number, c, err)
				}
				continue
			}
			shown := false
			for _, e := range l.Elements {
				shown = shown || e.T == day
			}
			if err != nil || !shown {
				t.Errorf("%q on %s does not show %s: %v", number, c, day, err)
			}
		}
	}
}
