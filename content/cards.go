package content

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A card says on one size of screen what a page of a document says there too small. Its source names
// the page, so it follows the page wherever that goes: behind it in the campaign, under its holds,
// off air with its file, and off when another picture takes the place of the one it was made from.

// fromPage begins the source of a card.
const fromPage = "cards:"

// mediumInSource is how many letters of a digest a source has.
const mediumInSource = 12

// CardSource is the [Slide.Source] of the cards of a page that shows a medium, for one size.
func CardSource(page string, medium Digest, size Size) string {
	return fmt.Sprintf("%s%.*s:%s", CardSources(page), mediumInSource, string(medium), size)
}

// CardSources is how the sources of all cards of a page begin.
func CardSources(page string) string { return fromPage + page + ":" }

// CardOf is the ID of the page that the slide is a card of; "" where it is none.
func (s Slide) CardOf() string {
	page, _, _ := s.card()
	return page
}

// CardShows reports whether the slide is a card that was made from a medium.
func (s Slide) CardShows(medium Digest) bool {
	_, from, is := s.card()
	return is && medium.Valid() && from == string(medium)[:mediumInSource]
}

// card reads what [CardSource] wrote.
func (s Slide) card() (page, medium string, is bool) {
	rest, is := strings.CutPrefix(s.Source, fromPage)
	if !is {
		return "", "", false
	}
	page, rest, _ = strings.Cut(rest, ":")
	if medium, _, is = strings.Cut(rest, ":"); !is {
		return "", "", false
	}
	return page, medium, true
}

// CardEnds reports whether a card of a page ends with what has become of it: its file is gone, or it
// is approved with another picture. Cards of what is written beside the page, drawn, are for that.
func (s Slide) CardEnds(page Slide, drawn ...Digest) bool {
	switch {
	case s.State == TakenOff:
		return false
	case page.State == TakenOff:
		return true
	}
	return page.State == Approved && !slices.ContainsFunc(append(drawn, page.Medium), s.CardShows)
}

// Redrafted is a card that ended, as somebody's draft: as it was. Who wrote what was approved once
// does not count as an author; who wrote what nobody else has seen still does.
func (s Slide) Redrafted(by string) Slide {
	if s.Editors = nil; s.Approval.By == "" {
		s.Editors = slices.DeleteFunc(s.Authors(), func(id string) bool { return id == by })
	}
	s.State, s.Author, s.Approval = Draft, by, Approval{}
	s.Despite, s.AtOnce = "", time.Time{}
	return s
}

// Following is a card that runs as its page does: in its campaign, on its days and screens. What it
// says stays.
func (s Slide) Following(page Slide) Slide {
	s.Campaign, s.Order, s.Targets, s.Valid = page.Campaign, page.Order, slices.Clone(page.Targets), page.Valid
	return s
}

// Apart reports whether a card runs in another campaign than its page does, or on other days or
// screens.
func (s Slide) Apart(page Slide) bool {
	return s.Campaign != page.Campaign || !slices.Equal(s.Targets, page.Targets) ||
		!s.Valid.From.Equal(page.Valid.From) || !s.Valid.Until.Equal(page.Valid.Until)
}

// Showing is the slide with another medium. Sizes that had cards in its place are its own again: the
// checks look at the new picture there. A picture beside the one before says nothing of the new one.
func (s Slide) Showing(medium Digest, kind Kind) Slide {
	if s.Medium != medium {
		s.Sizes.Not, s.Pair = nil, nil
	}
	s.Medium, s.Kind = medium, kind
	return s
}
