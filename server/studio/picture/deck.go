package picture

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"ngatu/content"
	"ngatu/content/card"
	"ngatu/content/layout"
	"ngatu/content/preflight"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
)

// Hard is a size of screen on which a page is hard to read, and what is laid out there in its place.
type Hard struct {
	answer.Meant
	Found []preflight.Finding
	Cards []card.Card    // what the page says; none: see Fault
	Fault *content.Error // why it cannot be said there
}

// hard are the rules that a page of words breaks where it should be cards.
var hard = map[preflight.Rule]bool{preflight.Height: true, preflight.Words: true, preflight.Dwell: true, preflight.Overflow: true}

// Hard are the sizes on which a slide that shows a page is hard to read, whichever of them it is
// limited to, those of most screens first; and the others.
func (p *Pictures) Hard(ctx context.Context, slide content.Slide, m store.Medium) (out []Hard, easy []answer.Meant, err error) {
	slide.Sizes = content.Sizes{}
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return nil, nil, err
	}
	f := preflight.Facts{Slide: slide, Picture: &preflight.Picture{Width: m.Width, Height: m.Height}}
	lines := m.Lines
	if len(lines) == 0 {
		lines = content.LinesOf(m.Text)
	}
	for _, meant := range meantFor(on, slide) {
		f.Views = []preflight.View{f.Paged(preflight.View{Canvas: meant.Canvas, Street: meant.Street}, lines)}
		one := Hard{Meant: meant}
		for _, found := range preflight.Check(f) {
			if hard[found.Rule] {
				one.Found = append(one.Found, found)
			}
		}
		if len(one.Found) == 0 {
			easy = append(easy, meant)
			continue
		}
		if one.Cards, err = p.deck(ctx, on, m.Digest, lines, meant); err != nil && !errors.As(err, &one.Fault) {
			return nil, nil, err
		}
		out = append(out, one)
	}
	return out, easy, nil
}

// deck are the cards of a page for a size of screen.
func (p *Pictures) deck(ctx context.Context, on *answer.Snapshot, medium content.Digest, lines []content.Line, meant answer.Meant) ([]card.Card, error) {
	c, most := meant.Canvas, 0
	if layout.IsLED(c) || meant.Street {
		most = layout.Glance
	}
	key := pictureKey{medium, c.Width, c.Height, fmt.Sprint("cards ", c.PitchMM, c.DistanceM, most)}
	return p.decks.get(key, func() ([]card.Card, error) {
		var why error
		cards, ok := card.Deck(card.Sections(lines), most, func(one card.Card) bool {
			l, err := on.Lay(context.WithoutCancel(ctx), CardSlide(content.Slide{ID: "card"}, one, ""), c)
			if err != nil {
				why = err
			}
			return err == nil && saysAll(l.Layout, one)
		})
		if ok {
			return cards, nil
		}
		if why != nil && content.CodeOf(why) == "" {
			return nil, why
		}
		return nil, &content.Error{
			Code: content.Invalid, Err: why,
			Vi: fmt.Sprintf("Chữ của trang không thành thẻ đọc được trên màn hình %s: có chữ, ngày hoặc số dài hơn màn hình, có ký tự lạ, hoặc cần quá %d thẻ. Hãy viết một thông báo ngắn.", c, card.Most),
			En: fmt.Sprintf("The page does not become cards that can be read on a screen of %s: a word, date or number is longer than the screen, a character is unknown, or it takes more than %d cards. Write a short notice.", c, card.Most),
		}
	})
}

// CardSlide is a slide like s that shows a card instead, on one size of screen; "": on every.
func CardSlide(s content.Slide, c card.Card, size content.Size) content.Slide {
	s.Kind, s.Style, s.Words = content.Notice, c.Style, c.Words
	s.Medium, s.Fit, s.FocusX, s.FocusY, s.Dwell, s.Sizes = "", "", 0, 0, 0, content.Sizes{}
	s.Pair = nil
	if size != "" {
		s.Sizes.Only = []content.Size{size}
	}
	return s
}

// saysAll says whether a layout shows all words of a card.
func saysAll(l layout.Layout, c card.Card) bool {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	shown := squeeze(l.Words)
	for _, t := range append([]string{c.Words.Head}, c.Words.Lines...) {
		if !strings.Contains(shown, squeeze(t)) {
			return false
		}
	}
	return true
}
