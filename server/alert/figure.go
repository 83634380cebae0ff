package alert

import (
	"context"
	"fmt"
	"slices"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// figures is what a line of the log about figures is worth. Whoever may release figures is told of
// a draft that waits for a person, and of a sheet with questions that no person has brought: who
// hands one in sees its questions.
func (a *Alerts) figures(ctx context.Context, line store.Change) (ended []string, out []store.Alert, err error) {
	m := message{Event: held, Noun: line.Noun, ID: line.ID, Who: line.Who, At: line.At}
	matter := fmt.Sprintf("%s %s/%s", held, line.Noun, line.ID)
	waits := false
	switch {
	case line.Noun == store.NounFigures && line.Verb == "hold":
		r, err := a.Store.Release(ctx, line.ID)
		if err != nil {
			return nil, nil, unlessGone(err)
		}
		m.Title, waits = same(r.Source), r.State == store.Draft && r.Due.IsZero()
	case line.Noun == store.NounFigureSheet && line.Verb == string(store.Waiting):
		s, err := a.Store.Sheet(ctx, line.ID)
		if err != nil {
			return nil, nil, unlessGone(err)
		}
		_, err = a.Store.Staff(ctx, line.Who)
		if err != nil && unlessGone(err) != nil {
			return nil, nil, err
		}
		m.Title, waits = same(s.Name), s.State == store.Waiting && content.CodeOf(err) == content.NotFound
	default:
		return []string{matter}, nil, nil
	}
	if !waits {
		return nil, nil, nil
	}
	to, err := a.who(ctx, mandate.City, mandate.Release)
	if err != nil {
		return nil, nil, err
	}
	out, err = a.alerts(ctx, m, matter, slices.DeleteFunc(to, func(id string) bool { return id == line.Who }))
	return nil, out, err
}
