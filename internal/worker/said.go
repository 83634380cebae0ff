package worker

import (
	"slices"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/internal/pdf"
)

// said is what stands on a page.
type said struct {
	Text  string         `json:"text"`  // "" of a scan, and where it cannot be read
	Lines []content.Line `json:"lines"` // where it stands; none of very many
}

// bound cuts what a worker says of a page to what it can be: a worker that a PDF took over says
// anything. side is how many pixels the longer side of the page's picture has at most.
func (s *said) bound(side int) {
	if utf8.RuneCountInString(s.Text) > pdf.MaxText {
		s.Text = string([]rune(s.Text)[:pdf.MaxText])
	}
	letters := 0
	s.Lines = slices.DeleteFunc(s.Lines, func(l content.Line) bool {
		letters += utf8.RuneCountInString(l.T)
		within := func(from, long int) bool { return from >= 0 && long >= 0 && long <= side && from <= side-long }
		return l.T == "" || !within(l.X, l.W) || !within(l.Y, l.H) || l.Cap <= 0 || l.Cap > float64(side)
	})
	if letters > pdf.MaxText || len(s.Lines) > pdf.MaxLines {
		s.Lines = nil
	}
}
