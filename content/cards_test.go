package content

import (
	"strings"
	"testing"
	"time"
)

// A card goes off with its page's file, and where another picture than its own is approved. What is
// drawn beside the page keeps the cards that were made of it.
func TestWhenACardEnds(t *testing.T) {
	old, drawn, other := DigestOf([]byte("a")), DigestOf([]byte("b")), DigestOf([]byte("c"))
	card := Slide{ID: "c", Source: CardSource("p", old, "432x216"), State: Approved}
	if card.CardOf() != "p" || !card.CardShows(old) || card.CardShows(drawn) || card.CardShows("") || !strings.HasPrefix(card.Source, CardSources("p")) {
		t.Errorf("%s is of %q", card.Source, card.CardOf())
	}
	for _, source := range []string{"", "studio", "inbox:cards:p:1", "cards:p", "cards:p:x"} {
		if s := (Slide{Source: source}); s.CardOf() != "" || s.CardShows(old) {
			t.Errorf("%q is a card of %q", source, s.CardOf())
		}
	}
	page := Slide{ID: "p", Kind: Picture, Medium: old, State: Approved, Sizes: Sizes{Not: []Size{"432x216"}}}
	for name, test := range map[string]struct {
		page  Slide
		drawn []Digest
		ends  bool
	}{
		"as it was":          {page, nil, false},
		"a draft":            {Slide{Medium: other, State: Draft}, nil, false},
		"waiting":            {Slide{Medium: other, State: Submitted}, nil, false},
		"another picture":    {page.Showing(other, Picture), nil, true},
		"drawn beside":       {page.Showing(other, Picture), []Digest{old}, false},
		"something is drawn": {page.Showing(other, Picture), []Digest{drawn}, true},
		"no file":            {FileGone(page), []Digest{old}, true},
	} {
		if ends := card.CardEnds(test.page, test.drawn...); ends != test.ends {
			t.Errorf("%s: ends is %v", name, ends)
		}
	}
	if FileGone(card).CardEnds(FileGone(page)) {
		t.Error("it ended twice")
	}
	if s := page.Showing(old, Picture); len(s.Sizes.Not) != 1 {
		t.Error("the same picture takes the sizes back")
	}
	if s, gone := page.Showing(other, Video), FileGone(page); s.Sizes.Not != nil || s.Kind != Video || gone.Sizes.Not != nil || len(page.Sizes.Not) != 1 {
		t.Errorf("%+v %+v", s.Sizes, gone.Sizes)
	}
	page.Campaign, page.Valid.Until = "other", time.Unix(0, 0)
	if with := card.Following(page); !card.Apart(page) || with.Apart(page) || with.Source != card.Source {
		t.Errorf("%+v", with)
	}
	off := Hold{Scope: HoldSlide, Slide: "p"}
	if !off.Keeps(card) || !off.Keeps(page) || off.Keeps(Slide{ID: "q"}) || (Hold{Scope: HoldSlide, Slide: "c"}).Keeps(page) {
		t.Error("a hold of the page is not that of its cards")
	}
}
