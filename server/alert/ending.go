package alert

import (
	"context"
	"fmt"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// ownMandate stands for the person's own mandate, on the page of their account.
const ownMandate store.Noun = "mandate"

// mandates tells somebody that a mandate of theirs ends soon, and those who may grant it again.
func (a *Alerts) mandates(ctx context.Context) (out []store.Alert, err error) {
	d, err := a.desks(ctx)
	if err != nil {
		return nil, err
	}
	admins := d.Who(mandate.City, mandate.Accounts)
	for id, p := range d.People {
		for _, one := range p.Mandates {
			if !content.EndsSoon(one.Until, a.Now()) {
				continue
			}
			m := message{Event: lapses, Noun: store.NounStaff, ID: id, Title: same(p.Name), At: one.Until}
			some, err := a.alerts(ctx, m, fmt.Sprintf("%s %s/%s %s", lapses, m.Noun, id, one.Mark()), admins)
			if err != nil {
				return nil, err
			}
			m.Noun, m.ID = ownMandate, ""
			own, err := a.emails(ctx, m, fmt.Sprintf("%s %s/%s %s", lapses, m.Noun, id, one.Mark()), []string{id})
			if err != nil {
				return nil, err
			}
			out = append(append(out, some...), own...)
		}
	}
	return out, nil
}

// shortHold is how long a hold has to be for people to be told of its end: of a shorter one they
// know.
const shortHold = 24 * time.Hour

// holds tells of holds that end soon by themselves: what they keep off comes back.
func (a *Alerts) holds(ctx context.Context) (out []store.Alert, err error) {
	all, err := a.Store.HoldsLeft(ctx, a.Now())
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		if until := h.Span.Until; !content.EndsSoon(until, a.Now()) || until.Sub(h.At) <= shortHold {
			continue
		}
		about, err := signin.HoldSubject(ctx, a.Store.Reader, h)
		if err != nil {
			return nil, err
		}
		title := same(h.Why)
		if h.Why == "" {
			title = text{"Tạm ngừng", "A hold"}
		}
		some, err := a.lapse(ctx, message{Event: lapses, Noun: store.NounHold, ID: h.ID, Title: title, At: h.Span.Until}, about)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}
