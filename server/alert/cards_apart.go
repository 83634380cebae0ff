package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ngatu/content"
	"ngatu/internal/store"
)

// cardsLeft tells those who had a part in pages, or in their cards, that the pages run elsewhere by
// now, and the cards where they ran before: by an approval, or because a file was moved in the inbox.
// All pages of one change are in one message to each. Whoever has the cards follow in the same change
// is told nothing.
func cardsLeft(ctx context.Context, a *Alerts, line store.Change, written map[string]bool) (out []store.Alert, err error) {
	matter := fmt.Sprintf("%s %d", cardsApart, line.Number)
	if written[matter] || !moves(line) {
		return nil, nil
	}
	written[matter] = true
	lines, err := a.Store.Changes(ctx, line.Number-1, 1) // all of this change
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var items []part
	of := map[string][]part{} // by person
	for _, one := range lines {
		if !moves(one) || seen[one.ID] {
			continue
		}
		seen[one.ID] = true
		item, people, err := pageLeft(ctx, a.Store.Reader, one)
		if err != nil {
			return nil, err
		}
		if item.ID == "" {
			continue
		}
		items = append(items, item)
		for _, who := range people {
			of[who] = append(of[who], item)
		}
	}
	if len(items) == 0 {
		return nil, nil
	}
	m := message{Event: cardsApart, Noun: store.NounSlide, Who: line.Who, At: line.At}
	for _, who := range slices.Sorted(maps.Keys(of)) {
		some, err := a.emails(ctx, m.about(of[who]), matter, []string{who})
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	some, err := a.hooks(m.about(items), matter)
	return append(out, some...), err
}

// moves says whether a line of the log may have a page on air run elsewhere.
func moves(line store.Change) bool {
	return line.Noun == store.NounSlide && (line.Verb == "approve" || line.Verb == "change")
}

// pageLeft is what a line says of a page that left cards behind, and whom that concerns; a part
// without ID: it did not.
func pageLeft(ctx context.Context, r store.Reader, line store.Change) (p part, people []string, err error) {
	page, err := r.Slide(ctx, line.ID)
	if err != nil || page.State != content.Approved || page.CardOf() != "" {
		return p, nil, unlessGone(err)
	}
	apart, err := r.CardsApart(ctx, page)
	if err != nil || len(apart) == 0 {
		return p, nil, err
	}
	if stays, err := stays(ctx, r, page, line); err != nil || stays {
		return p, nil, err
	}
	people = page.Authors()
	for _, card := range apart {
		people = append(append(people, card.Live.Authors()...), card.By...)
	}
	slices.Sort(people)
	why := howApart(page, apart)
	return part{Noun: nouns[store.NounSlide].name, Title: same(page.Title), Why: why.Vi, WhyEn: why.En, ID: page.ID}, slices.Compact(people), nil
}

// stays says whether a page was on air before a line of the log as it is now: then its people have
// been told.
func stays(ctx context.Context, r store.Reader, page content.Slide, line store.Change) (bool, error) {
	history, err := r.ChangesOf(ctx, store.NounSlide, page.ID, line.Number, mostLines)
	for _, one := range history {
		var before content.Slide
		if json.Unmarshal(one.Detail, &before) == nil && before.State == content.Approved {
			return !page.Apart(before), err
		}
	}
	return false, err
}

// howApart says how many cards of a page run elsewhere, and in what they differ.
func howApart(page content.Slide, cards []content.SlideDraft) text {
	var vi, en []string
	for _, way := range []struct {
		text
		differs func(content.Slide) bool
	}{
		{text{"chiến dịch", "campaign"}, func(s content.Slide) bool { return s.Campaign != page.Campaign }},
		{text{"ngày chiếu", "days"}, func(s content.Slide) bool {
			return !s.Valid.From.Equal(page.Valid.From) || !s.Valid.Until.Equal(page.Valid.Until)
		}},
		{text{"màn hình", "screens"}, func(s content.Slide) bool { return !slices.Equal(s.Targets, page.Targets) }},
	} {
		if slices.ContainsFunc(cards, func(d content.SlideDraft) bool { return way.differs(d.Offered()) }) {
			vi, en = append(vi, way.Vi), append(en, way.En)
		}
	}
	said := text{
		fmt.Sprintf("%d thẻ khác trang về %s.", len(cards), strings.Join(vi, ", ")),
		fmt.Sprintf("%d cards differ from the page in their %s.", len(cards), strings.Join(en, ", ")),
	}
	if len(cards) == 1 {
		said.En = fmt.Sprintf("One card differs from the page in its %s.", strings.Join(en, ", "))
	}
	return said
}

// follow says whether the cards of all pages that a message is about follow these by now, or a change
// of them is written that does.
func follow(ctx context.Context, r store.Reader, m message) (bool, error) {
	for _, one := range m.Items {
		page, err := r.Slide(ctx, one.ID)
		if unlessGone(err) != nil {
			return false, err
		}
		if err != nil || page.State != content.Approved {
			continue
		}
		if apart, err := r.CardsApart(ctx, page); err != nil || len(apart) > 0 {
			return false, err
		}
	}
	return true, nil
}
