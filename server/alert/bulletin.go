package alert

import (
	"context"
	"fmt"

	"ngatu/content/bulletin"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// bulletins is what a line of the log about a warning of others is worth. Whoever may put it on is
// told that it waits, and that what was put on of it is over; in quiet hours too: a storm does not
// wait for the morning.
func (a *Alerts) bulletins(ctx context.Context, line store.Change) (ended []string, out []store.Alert, err error) {
	b, err := a.Store.Bulletin(ctx, line.ID)
	if err != nil {
		return nil, nil, unlessGone(err)
	}
	m := message{Event: proposed, Noun: line.Noun, ID: line.ID, Title: same(b.Event), Who: line.Who, At: b.Came, Why: b.Words.Head}
	matter := fmt.Sprintf("%s %s/%s", proposed, line.Noun, line.ID)
	switch {
	case line.Verb == "propose" && b.Waits(a.Now()):
	case (line.Verb == "cancel" || line.Verb == "supersede") && b.Ends():
		ended = []string{matter}
		m.Event, m.At, matter = over, b.Over, fmt.Sprintf("%s %s/%s", over, line.Noun, line.ID)
		if b.State == bulletin.Replaced {
			m.Why = ""
		}
	case line.Verb == "put_on" && b.State == bulletin.Proposed:
		return nil, nil, nil // in a part alone: it waits for the others
	default:
		return []string{matter}, nil, nil
	}
	to, err := a.who(ctx, mandate.OfBulletin(b), mandate.PutOn)
	if err != nil {
		return nil, nil, err
	}
	out, err = a.alerts(ctx, m, matter, to)
	return ended, out, err
}
