package worker

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/internal/pdf"
)

// What a page says is kept as far as it can be true, whatever its worker says.
func TestWhatAPageSaysIsBounded(t *testing.T) {
	whole := content.Line{T: "Họp tổ", X: 90, Y: 80, W: 10, H: 20, Cap: 12}
	change := func(do func(l *content.Line)) content.Line { l := whole; do(&l); return l }
	s := said{Text: strings.Repeat("ạ", pdf.MaxText+1), Lines: []content.Line{
		whole,
		change(func(l *content.Line) { l.T = "" }), change(func(l *content.Line) { l.X = -1 }), change(func(l *content.Line) { l.X = 91 }),
		change(func(l *content.Line) { l.H = math.MaxInt }), change(func(l *content.Line) { l.Y, l.H = math.MinInt, math.MinInt }),
		change(func(l *content.Line) { l.Cap = 0 }), change(func(l *content.Line) { l.Cap = 1e300 }),
	}}
	if s.bound(100); utf8.RuneCountInString(s.Text) != pdf.MaxText || !slices.Equal(s.Lines, []content.Line{whole}) {
		t.Errorf("%d letters, %+v", utf8.RuneCountInString(s.Text), s.Lines)
	}
	for what, lines := range map[string][]content.Line{
		"many lines": slices.Repeat([]content.Line{whole}, pdf.MaxLines+1), "long lines": {change(func(l *content.Line) { l.T = strings.Repeat("a", pdf.MaxText+1) })},
	} {
		s.Lines = lines
		if s.bound(100); s.Lines != nil {
			t.Errorf("%s: %d are kept", what, len(s.Lines))
		}
	}
}
