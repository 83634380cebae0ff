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
	for _, id := range l.Off {
		s, err := a.Store.Slide(ctx, id)
		if unlessGone(err) != nil {
			return nil, err
		}
		look, off := all[i].Keeps(&s)
		if err != nil || !off || !answer.MeantOn(on, s, all[i].Surface) || s.State != content.Approved {
			continue // it is decided again already, or for other screens
		}
		one := part{nouns[store.NounSlide].name, same(s.Title), look.Found, look.FoundEn, s.ID}
		items = append(items, one)
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
		some, err := a.emails(ctx, m.about(parts), matter, []string{who})
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	some, err := a.hooks(m.about(items), matter)
	return append(out, some...), err
}

// about is a message about some slides, which links to the first of them.
func (m message) about(parts []part) message {
	m.ID, m.Title, m.Items = parts[0].ID, parts[0].Title, parts
	return m
}
