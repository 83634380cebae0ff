package alert

import (
	"context"
	"slices"

	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

func (a *Alerts) desks(ctx context.Context) (signin.Desks, error) {
	return signin.DesksAt(ctx, a.Store.Reader, a.Now(), a.Areas)
}

// who lists those who may do one of the acts to a subject.
func (a *Alerts) who(ctx context.Context, about mandate.Subject, acts ...mandate.Act) ([]string, error) {
	d, err := a.desks(ctx)
	return d.Who(about, acts...), err
}

// mostLines is how far the history of a thing is looked back for who submitted it.
const mostLines = 50

// submitters are those who submitted what a line of the log decided; not who decided it.
func (a *Alerts) submitters(ctx context.Context, line store.Change) (out []string, err error) {
	history, err := a.Store.ChangesOf(ctx, line.Noun, line.ID, line.Number, mostLines)
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
