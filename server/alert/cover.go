package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
)

// covers tells those who wrote or approved slides that these stay off a kind of screen that came
// later, once all were looked at: each of them in one message, with what to do.
func covers(ctx context.Context, a *Alerts, line store.Change) (out []store.Alert, err error) {
	var l store.Looks
	if line.Verb != store.VerbLooked || json.Unmarshal(line.Detail, &l) != nil || len(l.Off) == 0 {
		return nil, nil
	}
	all, err := a.Store.Surfaces(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(c content.Coverage) bool { return c.Key() == line.ID })
	if i < 0 {
		return nil, nil // its screens are gone already
	}
	on, err := a.Air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	var items []part
	of := map[string][]part{} // by person
	var first []content.Slide
	for _, id := range l.Off {
		s, err := a.Store.Slide(ctx, id)
		if unlessGone(err) != nil {
			return nil, err
		}
		look, off := all[i].Keeps(&s)
		meant := slices.ContainsFunc(answer.MeantFor(on, s), func(m answer.Meant) bool { return m.Size() == all[i].Size() })
		if err != nil || !off || !meant || s.State != content.Approved {
			continue // it is decided again already, or for other screens
		}
		one := part{nouns[store.NounSlide].name, same(s.Title), look.Found, look.FoundEn}
		first, items = append(first, s), append(items, one)
		people := append(s.Authors(), s.Approval.By)
		slices.Sort(people)
		for _, who := range slices.Compact(people) {
			of[who] = append(of[who], one)
		}
	}
	if len(items) == 0 {
		return nil, nil
	}
	m := message{Event: uncovered, Noun: store.NounSlide, At: line.At, Said: same(all[i].Size().String())}
	matter := fmt.Sprintf("%s %s %d", uncovered, line.ID, line.Number)
	for who, parts := range of {
		some, err := a.emails(ctx, m.about(first, parts), matter, []string{who})
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	some, err := a.hooks(m.about(first, items), matter)
	return append(out, some...), err
}

// about is a message about some of slides, which link to the first of them.
func (m message) about(slides []content.Slide, parts []part) message {
	i := slices.IndexFunc(slides, func(s content.Slide) bool { return s.Title == parts[0].Title.Vi })
	m.ID, m.Title, m.Items = slides[i].ID, parts[0].Title, parts
	return m
}
