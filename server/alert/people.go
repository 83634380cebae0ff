package alert

import (
	"context"
	"slices"

	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// desks is everybody, read once a look.
func (a *Alerts) desks(ctx context.Context) (signin.Desks, error) {
	if a.people == nil {
		d, err := signin.DesksAt(ctx, a.Store.Reader, a.Now(), a.Areas)
		if err != nil {
			return d, err
		}
		a.people = &d
	}
	return *a.people, nil
}

// who lists those who may do one of the acts to a subject.
func (a *Alerts) who(ctx context.Context, about mandate.Subject, acts ...mandate.Act) ([]string, error) {
	d, err := a.desks(ctx)
	return d.Who(about, acts...), err
}

// mostLines is how far the history of a thing is looked back for who submitted it.
const mostLines = 50

// submitters are those who submitted something that a line of the log decided; not who decided it.
func (a *Alerts) submitters(ctx context.Context, line store.Change, of store.DraftKey) (out []string, err error) {
	history, err := a.Store.ChangesOf(ctx, of.Noun, of.ID, line.Number, mostLines)
	if err != nil {
		return nil, err
	}
	for _, one := range history {
		switch one.Verb {
		case "submit":
			if one.Who != line.Who && !slices.Contains(out, one.Who) {
				out = append(out, one.Who)
			}
		case "approve", "return", "withdraw", "discard":
			return out, nil
		}
	}
	return out, nil
}
